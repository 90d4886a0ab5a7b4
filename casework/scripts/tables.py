"""The tables of scripts. They share the metadata, and the column types, of casework.schema."""
