"""`./navigator content`: who signed what, packs of signed answers, and the printable report."""

from collections import Counter
from datetime import date
from pathlib import Path

import click

from bot.paths import ROOT

KNOWLEDGE = ROOT / "knowledge"


@click.group(no_args_is_help=True)
def content() -> None:
    """Sign answers off, exchange signed ones, and print everything the assistant can say."""


@content.command(name="sign-off")
@click.argument("answers", nargs=-1)
@click.option("--topic", multiple=True, help="All answers of a topic, such as money, glossary or spending.")
@click.option("--who", required=True, help="Name of the person who read them, and their post.")
@click.option("--role", required=True, type=click.Choice(["council", "icb"]), help="As what they sign.")
@click.option("--body", required=True, help="For which council or ICB: its full name.")
def sign_off(answers: tuple[str, ...], topic: tuple[str, ...], who: str, role: str, body: str) -> None:
    """Sign answers as they stand now (knowledge/signoff.yml). An edit of an answer voids its signatures."""
    from knowledge.content import load_answers
    from knowledge.signoff import sign

    all_answers = load_answers(KNOWLEDGE).answers
    if unknown := sorted(set(answers) - set(all_answers)):
        raise click.ClickException(f"there is no answer {unknown[0]!r}: use the name of its file, without .yml")
    topics = {answer.topic for answer in all_answers.values()}
    if unknown := sorted(set(topic) - topics):
        raise click.ClickException(f"there is no topic {unknown[0]!r}: use one of {', '.join(sorted(topics))}")
    chosen = [each for each in all_answers.values() if each.id in answers or each.topic in topic]
    drafts = [each.id for each in chosen if each.draft]
    if not chosen or drafts:
        reason = f"a draft can't be signed: {', '.join(drafts)}" if drafts else "name an answer, or a --topic"
        raise click.ClickException(reason)
    sign(KNOWLEDGE, chosen, who, role, body, date.today())  # noqa: DTZ011
    click.echo(f"{len(chosen)} signed by {who} for {body}, as {role}. An edit voids it.")


@content.command(name="list")
@click.option("--topic", help="Only answers of this topic.")
@click.option("--all", "every", is_flag=True, help="The signed and unsigned ones too.")
def list_standing(topic: str | None, every: bool) -> None:
    """List drafts and voided signatures, and count where all answers stand."""
    from knowledge.content import load_answers
    from knowledge.signoff import Standing, load_sign_offs, standing

    sign_offs, counts = load_sign_offs(KNOWLEDGE), Counter[Standing]()
    for answer in load_answers(KNOWLEDGE).answers.values():
        if topic not in (None, answer.topic):
            continue
        stands = standing(answer, sign_offs)
        counts[stands] += 1
        if every or stands in (Standing.DRAFT, Standing.VOIDED, Standing.PART_SIGNED):
            signed = "; ".join(f"{each.who}, {each.body}, {each.signed_on}" for each in sign_offs.get(answer.id, ()))
            click.echo(f"{stands:12} {answer.topic}/{answer.id}" + (f" ({signed})" if signed else ""))
    click.echo(", ".join(f"{counts[each]} {each}" for each in Standing if counts[each]) or "No answers.")


@content.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def key(folder: Path) -> None:
    """Make a pair of keys for packs: keep the private one, give the public one out."""
    from knowledge.packs import new_key

    private, public = folder / "navigator-private.key", folder / "navigator-public.key"
    if private.exists():
        raise click.ClickException(f"{private} is there already")
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in zip((private, public), new_key(), strict=True):
        file.touch(mode=0o600 if file == private else 0o644)
        file.write_text(text + "\n", encoding="utf-8")
    click.echo(f"Keep {private.name} where only you can read it. Give {public.name} to those who take in your packs.")


@content.command(name="export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--body", required=True, help="Whose signatures: the full name of the council or ICB.")
@click.option("--key", "key_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def export_pack(target: Path, body: str, key_file: Path) -> None:
    """Write a pack of all answers that a body has signed, for others to take in. --key: your private key."""
    from knowledge.content import load_answers
    from knowledge.packs import PackError, make_pack
    from knowledge.signoff import load_sign_offs

    sign_offs, private = load_sign_offs(KNOWLEDGE), key_file.read_text(encoding="utf-8")
    try:
        text = make_pack(KNOWLEDGE, load_answers(KNOWLEDGE), sign_offs, body, private, date.today())  # noqa: DTZ011
    except PackError as problem:
        raise click.ClickException(str(problem)) from None
    target.write_text(text, encoding="utf-8")
    click.echo(f"{target} holds what {body} has signed.")


@content.command(name="import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "key_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Take the pack's words also where yours differ.")
def import_pack(source: Path, key_file: Path, replace: bool) -> None:
    """Take in a pack that another body has signed. --key: their public key, had from them by another way."""
    from knowledge.content import load_answers
    from knowledge.packs import PackError, read_pack, take_in

    try:
        pack = read_pack(source.read_text(encoding="utf-8"), key_file.read_text(encoding="utf-8"))
        taken = take_in(KNOWLEDGE, load_answers(KNOWLEDGE), pack, replace)
    except PackError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"From {pack.body}, {pack.made_on}: {len(taken.signed)} signed here word for word.")
    for name in ("added", "replaced", "differing"):
        if ids := getattr(taken, name):
            click.echo(f"{name}: {', '.join(ids)}")
    if taken.differing:
        click.echo("Those that differ were left alone: compare them, or use --replace.")
    click.echo("Now run ./navigator check.")


@content.command()
@click.argument("words", nargs=-1)
def spelling(words: tuple[str, ...]) -> None:
    """Show how WORDS are understood. Without any: what is altered in our own texts, which are right as they stand."""
    from knowledge.content import load_answers
    from knowledge.own_words import altered, reviewed_texts
    from knowledge.tuning import speller_of

    loaded = load_answers(KNOWLEDGE)
    speller = speller_of(loaded)
    if words:
        click.echo(speller.correct(" ".join(words)).text)
        return
    for (written, understood), count in altered(speller, reviewed_texts(loaded)).most_common():
        click.echo(f"{count:5}  {written} -> {understood}")


@content.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "var", show_default="var")
@click.option("--topic", multiple=True, help="Only the answers of a topic, such as money.")
def report(out: Path, topic: tuple[str, ...]) -> None:
    """Write everything the assistant can say, to print and sign: everything.html and everything.pdf."""
    from bot.report import write_html, write_pdf
    from bot.running import open_settings
    from knowledge.report import make_report

    settings, today = open_settings(ROOT / "var"), date.today()  # noqa: DTZ011
    made = make_report(KNOWLEDGE, topic)
    if not made.parts:
        raise click.ClickException("no answers of that topic")
    out.mkdir(parents=True, exist_ok=True)
    for name, write in (("everything.html", write_html), ("everything.pdf", write_pdf)):
        write(made, settings, today, out / name)
        click.echo(f"{out / name}")


@content.command()
@click.option("--port", default=8001, show_default=True, help="Port on this machine.")
def preview(port: int) -> None:
    """Show answers in all registers on a page of this machine, as they stand in their files."""
    from bot.preview import serve_preview
    from bot.running import open_settings

    click.echo(f"Open http://127.0.0.1:{port} (Ctrl+C stops it). Save a file, load the page again.")
    serve_preview(KNOWLEDGE, open_settings(ROOT / "var"), date.today(), port)  # noqa: DTZ011
