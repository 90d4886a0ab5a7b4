"""The tables of budgets. They share the metadata, and the column types, of casework.schema."""
