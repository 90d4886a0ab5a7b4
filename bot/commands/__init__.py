"""The commands of ./navigator that stand in no part of their own."""
