"""What a group of tests shares is built once: `make test` gives the group to one process."""

import pytest


@pytest.mark.xdist_group("together")
def test_the_tests_of_a_group_are_given_out_together(request: pytest.FixtureRequest) -> None:
    """The group stands behind the name by which tests are given out; a pytest that loses it builds everything twice."""
    is_given_out = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@together") == is_given_out
