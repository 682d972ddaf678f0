"""What the modules about one program share: the policy that a module names as `POLICY`."""

import pytest

from tests.shipped import loaded


@pytest.fixture(scope="module")
def policy(request):
    return loaded(request.module.POLICY)
