"""Navigator's commands. `./navigator` makes the environment and passes everything on to here."""

import os

import click

from bot.commands import development, knowledge, records, serving, staff
from bot.commands.content import content
from bot.commands.sums import rates, sums
from bot.desk.commands import adviser, audit
from bot.insights.terminal import insights

# One message is small work: threads of the matrix library would only wait for each other. Set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = (
    *(serving.serve, serving.talk, serving.sms_simulator, serving.build),
    *(knowledge.check, knowledge.search, knowledge.safety_table, content, rates, sums),
    *(records.import_budgets, records.forget_person, records.purge, records.not_told),
    *(staff.requests, staff.safety_events, staff.notices, staff.texts, adviser, audit, insights),
    *(development.test, development.check_code, development.bench),
)


@click.group(help="Navigator: help to find your way through personal health budgets.", no_args_is_help=True)
def main() -> None:
    """The command group."""


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="./navigator")
