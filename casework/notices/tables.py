"""The tables of notices. They share the metadata, and the column types, of casework.schema."""
