"""The tables of texts. They share the metadata, and the column types, of casework.schema."""
