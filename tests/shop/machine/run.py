"""Run a machine, from a fixed start or at random."""

from collections.abc import Collection

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.shop.machine.machine import Shop

STEPS = 100  # of one example, at most; to begin a story and to bring it to rest costs as much as forty steps


def run(machine: type[Shop], *, examples: int, start: int | None, phases: Collection[Phase]) -> None:
    """Try `examples` stories of up to 100 steps; the same `start` tries the same ones, None others each time."""
    if start is not None:
        seed(start)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=False,  # `start` says it
            print_blob=True,
            suppress_health_check=list(HealthCheck),
            phases=phases,
        ),
    )
