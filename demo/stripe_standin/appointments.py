"""What a bank will answer later, kept with the state so that it outlives a restart."""

from demo.stripe_standin.state import State


def plan(state: State, object_id: str, *, seconds: float | None, succeeds: bool) -> None:
    """Have the bank answer about a session (its debit) or a refund in `seconds`; None plans nothing. Within `changing`."""
    if seconds is not None:
        state.appointments[object_id] = {"at": state.clock() + seconds, "succeeds": succeeds}


def forget(state: State, object_id: str) -> None:
    """The question is settled; nothing is planned about it any more."""
    state.appointments.pop(object_id, None)


def due(state: State) -> list[tuple[str, bool]]:
    """(id, whether it succeeds) of everything whose time has come, the earliest first."""
    with state.lock:
        if not state.appointments:
            return []
        now = state.clock()
        found = sorted((row["at"], object_id, row["succeeds"]) for object_id, row in state.appointments.items())
        return [(object_id, succeeds) for at, object_id, succeeds in found if at <= now]
