"""What all parts of council.yml share."""

from pydantic import BaseModel, Extra


class Part(BaseModel):
    """A part of council.yml. A key that it does not have is an error, and nothing changes once it is read."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False
