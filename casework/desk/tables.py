"""The tables of desk. They share the metadata, and the column types, of casework.schema."""
