"""A contract of our own for import-linter: which modules of a slice the others may enter by."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """From one slice, and from the floors above, another slice is reached only through its doors."""

    slices = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        package = self.slices
        entered = []
        for imported in sorted(graph.modules):
            words = imported.removeprefix(f"{package}.").split(".")
            if not imported.startswith(f"{package}.") or len(words) < 2 or words[1] in self.doors:
                continue
            home = f"{package}.{words[0]}"
            for importer in sorted(graph.find_modules_that_directly_import(imported)):
                if not self._may_enter(importer, home, words[1]):
                    entered.append(f"{importer} -> {imported}")
        return ContractCheck(kept=not entered, metadata={"entered": entered})

    @staticmethod
    def _may_enter(importer: str, home: str, room: str) -> bool:
        """Inside its own slice every room; the shell mounts what a slice shows (urls and api)."""
        if importer == home or importer.startswith(f"{home}."):
            return True
        return importer.startswith("fieldwise.shell.") and room in ("urls", "api")

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["entered"]:
            output.print_error(line)
