"""What a run may spend, and what of it is gone."""

from decimal import Decimal

from otio_v2a.errors import HeldError


class Budget:
    """What was approved, and what of it is spent, on how many requests. Unit: USD."""

    def __init__(self, approved: Decimal) -> None:
        """Nothing is spent yet."""
        self.approved = approved
        self.spent = Decimal(0)
        self.requests = 0

    def take(self, price: Decimal) -> None:
        """Set money aside for one request, before it is sent.

        Raises: HeldError when that is more than was approved.
        """
        if self.spent + price > self.approved:
            left = (self.approved - self.spent).normalize()
            message = (
                f"it costs {price.normalize():f} USD, and {left:f} are left of what was approved."
                " It was not sent. Run again to approve the rest."
            )
            raise HeldError(message)
        self.spent += price
        self.requests += 1 if price else 0

    def give_back(self, price: Decimal) -> None:
        """It was refused for certain."""
        self.spent -= price
        self.requests -= 1 if price else 0
