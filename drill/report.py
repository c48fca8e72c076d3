"""What a drill prints: one line for each figure, and whether it is as it should be."""


class NotRun(Exception):
    """This machine cannot run the drill; the message says what is missing."""


def line(what: str, figure: str, held: bool = True) -> bool:
    """Print one figure; answers whether it is as it should be."""
    print(f"{'held  ' if held else 'FAILED'} {what}: {figure}", flush=True)
    return held
