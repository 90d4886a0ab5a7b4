"""The tables of identity. They share the metadata, and the column types, of casework.schema."""
