"""Measures Navigator beside stock Rasa. The product does not import it. docs/developers/benchmarks.md"""
