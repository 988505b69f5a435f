"""Video-to-audio gateways that behave like the vendors' own, faults included.

Source: facts 'providers', sections 3 to 13; each module names its own.
"""

from collections.abc import Mapping

from fakes.gateways.base import Gateway
from fakes.gateways.fal import Fal, FalMmaudio
from fakes.gateways.inference import Inference
from fakes.gateways.kling import Kkiai, Kling
from fakes.gateways.replicate import ReplicateMmaudio
from fakes.gateways.scenario import Scenario, ScenarioFoley, ScenarioMmaudio
from fakes.gateways.wavespeed import WaveSpeed

GATEWAYS: Mapping[str, type[Gateway]] = {
    "wavespeed": WaveSpeed,
    "inference": Inference,
    "kkiai": Kkiai,
    "kling": Kling,
    "scenario": Scenario,
    "scenario-mmaudio": ScenarioMmaudio,
    "scenario-foley": ScenarioFoley,
    "fal": Fal,
    "fal-mmaudio": FalMmaudio,
    "replicate-mmaudio": ReplicateMmaudio,
}
"""By the product's names of providers."""
