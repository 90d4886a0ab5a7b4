"""The records of people, budgets, payments and spending."""

import sqlalchemy as sa
from alembic import op

from casework.columns import JsonText, Moment, PersonsText

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("profile", sa.String(length=20), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("counts", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_import_run_at"), "import_run", ["at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=True),
        sa.Column("email", PersonsText(), nullable=True),
        sa.Column("contact_changed_at", Moment(), nullable=True),
        sa.Column("loaded_at", Moment(), nullable=False),
        sa.Column("do_not_disclose", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "do_not_disclose IN ('safeguarding', 'dispute', 'death', 'contact_changed')",
            name=op.f("ck_person_do_not_disclose"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("reference", name=op.f("uq_person_reference")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("funder", sa.String(length=16), nullable=False),
        sa.Column("holding", sa.String(length=16), nullable=False),
        sa.Column("service", PersonsText(), nullable=False),
        sa.Column("hours_week_hundredths", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("agreed_pence", sa.Integer(), nullable=True),
        sa.Column("agreed_per", sa.String(length=16), nullable=True),
        sa.Column("contribution_pence", sa.Integer(), nullable=True),
        sa.Column("contribution_per", sa.String(length=16), nullable=True),
        sa.Column("is_paid_net", sa.Boolean(), nullable=True),
        sa.Column("committed_pence", sa.Integer(), nullable=True),
        sa.Column("unpaid_tax_pence", sa.Integer(), nullable=True),
        sa.Column("unpaid_holiday_pence", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", PersonsText(), nullable=False),
        sa.Column("balance_pence", sa.Integer(), nullable=True),
        sa.Column("balance_as_of", sa.Date(), nullable=True),
        sa.Column("balance_source", PersonsText(), nullable=True),
        sa.Column("do_not_disclose", sa.String(length=16), nullable=True),
        sa.Column("loaded_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "agreed_per IN ('week', 'four_weeks', 'month', 'quarter', 'year', 'once')",
            name=op.f("ck_budget_agreed_per"),
        ),
        sa.CheckConstraint(
            "contribution_per IN ('week', 'four_weeks', 'month', 'quarter', 'year', 'once')",
            name=op.f("ck_budget_contribution_per"),
        ),
        sa.CheckConstraint(
            "do_not_disclose IN ('safeguarding', 'dispute', 'death', 'contact_changed')",
            name=op.f("ck_budget_do_not_disclose"),
        ),
        sa.CheckConstraint("funder IN ('nhs', 'council', 'joint')", name=op.f("ck_budget_funder")),
        sa.CheckConstraint("holding IN ('notional', 'third_party', 'direct_payment')", name=op.f("ck_budget_holding")),
        sa.CheckConstraint("(agreed_pence IS NULL) = (agreed_per IS NULL)", name=op.f("ck_budget_agreed")),
        sa.CheckConstraint("(balance_pence IS NULL) = (balance_as_of IS NULL)", name=op.f("ck_budget_balance")),
        sa.CheckConstraint(
            "(contribution_pence IS NULL) = (contribution_per IS NULL)", name=op.f("ck_budget_contribution")
        ),
        sa.CheckConstraint("agreed_pence BETWEEN 0 AND 1000000000", name=op.f("ck_budget_agreed_pence")),
        sa.CheckConstraint("balance_pence BETWEEN -1000000000 AND 1000000000", name=op.f("ck_budget_balance_pence")),
        sa.CheckConstraint("committed_pence BETWEEN 0 AND 1000000000", name=op.f("ck_budget_committed_pence")),
        sa.CheckConstraint("contribution_pence BETWEEN 0 AND 1000000000", name=op.f("ck_budget_contribution_pence")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_budget_days")),
        sa.CheckConstraint("hours_week_hundredths BETWEEN 0 AND 16800", name=op.f("ck_budget_hours_week_hundredths")),
        sa.CheckConstraint(
            "unpaid_holiday_pence BETWEEN 0 AND 1000000000", name=op.f("ck_budget_unpaid_holiday_pence")
        ),
        sa.CheckConstraint("unpaid_tax_pence BETWEEN 0 AND 1000000000", name=op.f("ck_budget_unpaid_tax_pence")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_budget_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("record_id", name=op.f("uq_budget_record_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_budget_ends_on"), "budget", ["ends_on"], unique=False)
    op.create_index(op.f("ix_budget_person_id"), "budget", ["person_id"], unique=False)
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("was", JsonText(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'representative', 'budget', 'entry')", name=op.f("ck_history_kind")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_history_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_history_run_id_import_run"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_history_changed_at"), "history", ["changed_at"], unique=False)
    op.create_index("ix_history_kind_row_id", "history", ["kind", "row_id"], unique=False)
    op.create_index(op.f("ix_history_person_id"), "history", ["person_id"], unique=False)
    op.create_index(op.f("ix_history_run_id"), "history", ["run_id"], unique=False)
    op.create_table(
        "representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=True),
        sa.Column("email", PersonsText(), nullable=True),
        sa.Column("contact_changed_at", Moment(), nullable=True),
        sa.Column("loaded_at", Moment(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("may_see_money", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('representative', 'nominee', 'managed_account', 'supporter')", name=op.f("ck_representative_role")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_representative_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
        sa.UniqueConstraint("reference", name=op.f("uq_representative_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_representative_person_id"), "representative", ["person_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("record_id", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("loaded_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "category IN ('personal_assistant', 'agency', 'respite', 'day_activities', 'equipment', 'travel', "
            "'training', 'insurance', 'payroll', 'tax_and_pension', 'other', 'unknown')",
            name=op.f("ck_entry_category"),
        ),
        sa.CheckConstraint(
            "kind IN ('opening', 'paid_in', 'contribution', 'spent', 'returned')", name=op.f("ck_entry_kind")
        ),
        sa.CheckConstraint(
            "origin IN ('payments', 'finance_extract', 'spending', 'prepaid_card', 'audit')",
            name=op.f("ck_entry_origin"),
        ),
        sa.CheckConstraint("status IN ('done', 'due', 'held')", name=op.f("ck_entry_status")),
        sa.CheckConstraint("pence BETWEEN 1 AND 1000000000", name=op.f("ck_entry_pence")),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budget.id"], name=op.f("fk_entry_budget_id_budget"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("origin", "record_id", name=op.f("uq_entry_origin_record_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_budget_id_dated", "entry", ["budget_id", "dated"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("entry")
    op.drop_table("representative")
    op.drop_table("history")
    op.drop_table("budget")
    op.drop_table("person")
    op.drop_table("import_run")
