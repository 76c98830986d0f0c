"""`health` and `treat`: what is wrong with the data, and what is done about it, undone when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, ModelOption, WorkspaceArgument, model_of, now, print_json, reading
from leadscore.cli.interruption import interruptible
from leadscore.cli.terminal import answer, say
from leadscore.errors import ModelError, UsageError
from leadscore.evidence import Shelf, check
from leadscore.figures import health_words
from leadscore.learning.health.effect import Effect, effect, picture
from leadscore.learning.health.health import Health, examine, plain_model
from leadscore.model import Model
from leadscore.store import snapshots
from leadscore.store.database import Database
from leadscore.store.snapshots import Snapshot
from leadscore.store.treatments.treated import Treated, treat, treatments_of, untreated
from leadscore.store.treatments.treatment import Treatment
from leadscore.store.workspace import find


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(health)
    application.command("treat")(treat_)


def health(
    workspace: WorkspaceArgument,
    model: ModelOption = None,
    own_domain: Annotated[
        list[str] | None, typer.Option("--own-domain", metavar="DOMAIN", help="A mail domain of your own people.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Say what is wrong with the data as imported, how often, which figures it hurts, and what may be done."""
    base = untreated(workspace)
    with reading(workspace):
        shelf = Shelf(Database(base.folder, base.manifest))
        found = examine(shelf, _model(workspace, model, shelf), now(), tuple(own_domain or ()))
    chosen = treatments_of(snapshots.current(workspace)[1])
    if json:
        print_json({**found.to_json(), "treated": [each.to_text() for each in chosen]})
        return
    _say_health(workspace, found, chosen)


def treat_(
    workspace: WorkspaceArgument,
    treatments: Annotated[
        list[str] | None, typer.Argument(metavar="TREATMENT...", help="As `leadscore health` names them.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take these back; without a name, all.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change, change nothing.")] = False,
    model: ModelOption = None,
    json: JsonOption = False,
) -> None:
    """Mend the data in use, on top of earlier treatments; the data as imported are kept, and come back with --undo."""
    named = tuple(Treatment.from_text(text) for text in treatments or ())
    if not named and not undo:
        raise UsageError("Name a treatment, as `leadscore health` lists them, or say --undo.")
    base = untreated(workspace)
    wanted = _wanted(treatments_of(snapshots.current(workspace)[1]), named, undo)
    with reading(workspace), interruptible():
        shelf = Shelf(Database(base.folder, base.manifest))
        asked = _model(workspace, model, shelf)
        changed = effect(base, wanted, asked, picture(shelf, asked))
        done = None if dry_run else treat(find(workspace), wanted, now())
    if json:
        print_json(_document(changed, done))
    else:
        _say_effect(changed, base, done)


def _wanted(chosen: tuple[Treatment, ...], named: tuple[Treatment, ...], undo: bool) -> tuple[Treatment, ...]:
    names = {each.name for each in named}
    strangers = sorted(names - {each.name for each in chosen})
    if undo and strangers:
        raise UsageError(f"'{strangers[0]}' is not among the treatments of the data in use.")
    if undo:
        return tuple(each for each in chosen if names and each.name not in names)
    return (*(each for each in chosen if each.name not in names), *named)


def _model(workspace: Path, model: Path | None, shelf: Shelf) -> Model:
    """The model whose population and horizons count; where there is none that fits, one that leaves nobody out."""
    if model is not None:
        return model_of(workspace, model)
    try:
        held = model_of(workspace, None)
        check(held, shelf.facts)
    except ModelError:
        say("There is no model that fits these data: nobody is left out, and horizons are the usual ones.")
        return plain_model(shelf)
    return held


def _say_health(workspace: Path, found: Health, chosen: tuple[Treatment, ...]) -> None:
    answer(health_words.summary(found))
    for each in found.faults:
        answer(f"\n{each.title}: {each.counts}. {each.words}\n  Hurts: {each.hurts}\n  {health_words.follows(each)}")
        if each.treatment is not None:
            answer(f"  leadscore treat {workspace} {each.treatment.to_text()}")
    for each in found.normal:
        answer(f"\nTo know: {each.title}: {each.counts}. {each.words}")
    if found.unknown:
        listed = "\n".join(f"  {each.title}: {each.reason}" for each in found.unknown)
        answer(f"\nCannot be told:\n{listed}")
    for treatment in chosen:
        answer(f"\nTreated already: {treatment.to_text()}")


def _say_effect(changed: Effect, base: Snapshot, done: Treated | None) -> None:
    for line in health_words.all_done(changed.done):
        answer(line)
    for each in health_words.changes(changed):
        answer(f"{each.what}: {each.before} -> {each.after}")
    for line in health_words.caveats(changed):
        answer(line)
    if done is None:
        say("Nothing was changed.")
        return
    unchanged = "" if done.changed else " (the data in use are unchanged)"
    answer(f"Snapshot {done.number}, revision {done.revision}{unchanged}; as imported: snapshot {base.number}")


def _document(changed: Effect, done: Treated | None) -> dict[str, Any]:
    kept = None if done is None else {"number": done.number, "untreated": done.untreated, "changed": done.changed}
    return {**changed.to_json(), "revision": None if done is None else done.revision, "snapshot": kept}
