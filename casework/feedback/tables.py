"""The tables of feedback. They share the metadata, and the column types, of casework.schema."""
