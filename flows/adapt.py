"""Adaptation to a company's own words: learn, judge, and move to the new encoder, or back.

Only a person starts it, so it is no Prefect flow. It holds the home's lock from end to end, and
every step can be killed: the same command goes on from there.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from traceback import format_tb
from typing import Literal

from embeddings import load_encoder, load_trainable
from embeddings.adapt import Lesson, adapt
from embeddings.checksums import sha256_of_folder
from embeddings.saving import save_encoder
from flows.curating import write_down
from flows.encoders import Shelf, adapted_label, encoder_name, read_shelf, write_shelf
from flows.errors import USER_ERRORS, RoomFailed, SettingsError
from flows.home import Home
from flows.house import Tools
from flows.messages import in_both
from flows.night_walk import NIGHTLY, locked, now, today, work_in
from flows.progress import shown
from flows.workshop import Move, Verdict, Workshop, asked
from pipelines.text.embed_room import embed
from pipelines.themes.confirm_room import Confirmed, read_confirmed, write_rejects
from pipelines.themes.lesson_room import read_lesson
from pipelines.themes.switch_room import switch
from warehouse.errors import as_user_error
from warehouse.ledger import Run, fail_run, finish_run, last_done, open_run, record_run
from warehouse.migrate import migrate

ADAPT = "adapt"
Outcome = Literal["installed", "not_better", "would_install", "finished"]

log = logging.getLogger("voc")


@dataclass(frozen=True)
class Report:
    """What came of an adaptation, and of the list of confirmed voices that came with it."""

    outcome: Outcome
    verdict: Verdict | None = None
    confirmed: Confirmed | None = None
    rejects: Path | None = None


def adapt_home(home: Home, listed: Path | None, by: str, *, is_dry_run: bool) -> Report:
    """Adapt the home's encoder to its confirmed voices, and install it when it is better.

    `listed` is a file of confirmed voices to take in first, as examples decided `by` somebody:
    they are appended to decisions.jsonl and so survive a rebuild from nothing. A dry run keeps
    neither them nor the encoder. Raises Busy, and EncoderError `adapt_too_few` when too little is
    confirmed.
    """
    with locked(home), _reported():
        confirmed, lesson = _take_in(home, listed, by, is_dry_run)
        rejects = _leave_rejects(home, listed, confirmed)
        move = _unfinished(home)
        if move is not None and not is_dry_run:
            _go(home, move)
            return Report("finished", None, confirmed, rejects)
        verdict = _judge(home, lesson)
        if verdict.is_better and not is_dry_run:
            _install(home, verdict)
        return Report(_outcome(verdict, is_dry_run), verdict, confirmed, rejects)


def undo(home: Home) -> bool:
    """Go back to the encoder before the newest adapted one.

    Returns False when a move that was only begun was dropped instead: then nothing has changed.
    Raises SettingsError when there is no adapted encoder.
    """
    with locked(home), _reported():
        move, shelf, name = _unfinished(home), read_shelf(home), home.settings.encoder.name
        if move is not None and not move.is_back and move.shelf != shelf:
            _give_up(home, move)
            return False
        if move is not None:
            _go(home, move)
        if move is None or not move.is_back:
            _go(home, _way_back(home, shelf, name))
        return True


def _give_up(home: Home, move: Move) -> None:
    with home.open_work() as con:
        fail_run(con, _run_of(home, move), now(), "given up")
    Workshop(home).clear()


def _way_back(home: Home, shelf: Shelf, name: str) -> Move:
    if shelf.newest(name) is None:
        raise SettingsError("adapt_nothing_to_undo", name=name)
    return _begun(home, shelf.without_newest(name), is_back=True)


def _take_in(
    home: Home, listed: Path | None, by: str, is_dry_run: bool
) -> tuple[Confirmed | None, Lesson]:
    """Write the list down and read the lesson in one transaction, which a dry run gives up."""
    with home.open_work() as con:
        migrate(con)
        con.begin()
        confirmed = read_confirmed(con, listed) if listed else None
        if listed and confirmed and confirmed.theme_of:
            asked = confirmed.asked(listed.name)
            write_down(home, con, lambda desk: asked, by, is_dry_run=is_dry_run)
        lesson = read_lesson(con, home.settings.adapt.weak_kinds)
        if is_dry_run:
            con.rollback()
        else:
            con.commit()
    return confirmed, lesson


def _leave_rejects(home: Home, listed: Path | None, confirmed: Confirmed | None) -> Path | None:
    if listed is None or confirmed is None or not confirmed.bad:
        return None
    folder = home.folder / "quarantine" / "confirmed"
    return write_rejects(folder, listed.name, confirmed.bad, in_both)


def _unfinished(home: Home) -> Move | None:
    """Return a move to go on with; one under another name was overtaken by the settings."""
    move = Workshop(home).read_move()
    return move if move and move.name == home.settings.encoder.name else None


def _outcome(verdict: Verdict, is_dry_run: bool) -> Outcome:
    if not verdict.is_better:
        return "not_better"
    return "would_install" if is_dry_run else "installed"


def _judge(home: Home, lesson: Lesson) -> Verdict:
    """Train and judge, or return the verdict on a training that ended before."""
    workshop, settings, wanted = Workshop(home), home.settings.adapt, home.settings.encoder
    encoder = load_trainable(
        encoder_name(home), threads=wanted.threads, batch_size=wanted.batch_size
    )
    question = asked(encoder.fingerprint, settings, lesson)
    verdict = workshop.read_verdict()
    if verdict is not None and verdict.asked == question:
        return verdict
    with shown("adapt") as progress:
        work = workshop.training(question, lesson)
        result = adapt(encoder, lesson, settings, work=work, progress=progress)
    verdict = Verdict.of(question, result)
    if result.is_better:
        folder = workshop.weights(adapted_label(wanted.name))
        save_encoder(encoder, folder, recipe=question)
        saved = {
            "fingerprint": load_encoder(f"path:{folder}").fingerprint,
            "sha256": sha256_of_folder(folder),
        }
        verdict = verdict.model_copy(update=saved)
    workshop.write_verdict(verdict)
    log.info("adapt judged before=%.3f after=%.3f low=%.3f", *_figures(verdict))
    return verdict


def _figures(verdict: Verdict) -> tuple[float, float, float]:
    return verdict.before, verdict.after, verdict.low


def _install(home: Home, verdict: Verdict) -> None:
    Workshop(home).put_on_shelf(verdict.fingerprint)
    new = verdict.installed(today())
    _go(home, _begun(home, read_shelf(home).with_one_more(home.settings.encoder.name, new)))


def _begun(home: Home, shelf: Shelf, *, is_back: bool = False) -> Move:
    """Open a run in the ledger for a move, and remember both until the move is finished."""
    as_of = _last_night(home)
    with home.open_work() as con:
        run = open_run(con, ADAPT, as_of, now(), home.settings.model_dump_json())
        record_run(con, run)
    move = Move(
        name=home.settings.encoder.name,
        run_id=run.run_id,
        as_of=as_of,
        shelf=shelf,
        is_back=is_back,
    )
    Workshop(home).write_move(move)
    return move


def _go(home: Home, move: Move) -> None:
    """Compute all vectors of another encoder while the present one serves, then switch.

    The shelf is changed just before the warehouse: killed in between, a night finds all vectors
    there and switches by itself, and so does this command.
    """
    encoder = Tools(home).encoder_named(encoder_name(home, move.shelf))
    run = _run_of(home, move)
    work_in("embed", lambda night: embed(night, encoder), home, run)
    write_shelf(home, move.shelf)
    reach = home.settings.discover.radius_quantile
    next_day = _last_night(home) + timedelta(days=1)
    work_in("switch", lambda n: switch(n, encoder.fingerprint, reach, next_day), home, run)
    with home.open_work() as con:
        finish_run(con, run, now())
    Workshop(home).clear()


def _run_of(home: Home, move: Move) -> Run:
    settings = home.settings.model_dump_json()
    return Run(move.run_id, ADAPT, move.as_of, now(), settings, is_repeat=False)


def _last_night(home: Home) -> date:
    """Return the newest business day that a night has finished."""
    with home.open_work() as con:
        done = last_done(con, NIGHTLY)
    if done is None:
        raise SettingsError("adapt_no_night", home=home.folder)
    return done


@contextmanager
def _reported() -> Iterator[None]:
    """Raise the user's errors as they are, and a bug without its words, which may quote a voice."""
    try:
        yield
    except (*USER_ERRORS, RoomFailed):
        raise
    except Exception as error:
        told = as_user_error(error)
        log.error("adapt failed error=%s", type(error).__name__)
        if told is not None:
            raise told from None
        raise RoomFailed(ADAPT, error, format_tb(error.__traceback__)) from None
