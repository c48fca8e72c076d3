"""A list on which keys are ticked off."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwise.methods.tick_list import TickList

KEYS = st.text(max_size=3)


@given(st.lists(st.tuples(KEYS, st.text(max_size=3) | st.none())), st.lists(KEYS))
def test_it_says_what_a_dictionary_says(written: list[tuple[str, str | None]], asked: list[str]) -> None:
    expected: dict[str, str] = {}
    with TickList() as ticks:
        for key, value in written:
            if value is None:
                expected.pop(key, None)
                ticks.remove(key)
            else:
                expected[key] = value
                ticks.put(key, value)
        assert [ticks.tick(key) for key in asked] == [expected.get(key) for key in asked]
        left = {key: value for key, value in expected.items() if key not in asked}
        assert dict(ticks.unticked()) == left


def test_its_unticked_keys_come_in_order() -> None:
    with TickList() as ticks:
        for key in ("b", "a", "c"):
            ticks.put(key, "")
        ticks.tick("b")
        assert list(ticks.unticked()) == [("a", ""), ("c", "")]
