"""The tables of coming_back. They share the metadata, and the column types, of casework.schema."""
