import numpy as np
import pytest

from ser_evals.errors import SerEvalsError
from ser_evals.metrics import estimate_prior, fit_temperature, logit_adjust

SOURCE, TARGET = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.2, 0.7])


def posteriors(prior, n, rng):
    """Draw from Gaussian classes, and return the exact logits under SOURCE."""
    means = np.array([[0.0, 0.0], [1.5, 0.0], [0.0, 1.5]])
    true = rng.choice(3, n, p=prior)
    x = means[true] + rng.normal(size=(n, 2))
    distance = ((x[:, None] - means) ** 2).sum(-1)
    return np.log(SOURCE) - distance / 2, true


def log_likelihood(logits, prior):
    conditional = np.exp(logits - np.log(SOURCE))
    return np.log(conditional @ prior).sum()


def test_adjustment_is_the_formula():
    scores = np.random.default_rng(0).normal(size=(5, 3))
    found = logit_adjust(scores, source_prior=SOURCE, target_prior=TARGET, tau=0.5)
    assert np.allclose(found, scores + 0.5 * (np.log(TARGET) - np.log(SOURCE)))
    assert (logit_adjust(scores) == scores).all()


def test_uniform_source_and_counts():
    scores = np.random.default_rng(0).normal(size=(5, 3))
    uniform = logit_adjust(scores, source_prior=[7, 7, 7])
    assert (uniform.argmax(1) == scores.argmax(1)).all()
    counts = logit_adjust(scores, source_prior=SOURCE * 200)
    assert np.allclose(counts, logit_adjust(scores, source_prior=SOURCE))


@pytest.mark.parametrize("tau", [0.0, 1.0])
def test_classes_the_source_lacks_are_masked_and_not_boosted(tau):
    found = logit_adjust([[0.0, -1.0, 9.0]], source_prior=[0.9, 0.1, 0.0], tau=tau)
    assert found[0, 2] == -np.inf and np.isfinite(found[0, :2]).all()


def test_mask_and_target_zeros():
    scores = np.array([[3.0, 2.0, -np.inf]])
    masked = logit_adjust(scores, mask=[True, False, False])
    assert masked.tolist() == [[-np.inf, 2.0, -np.inf]]
    assert logit_adjust(scores, target_prior=[0, 1, 1])[0, 0] == -np.inf


def test_em_recovers_a_constructed_shift():
    logits, true = posteriors(TARGET, 20_000, np.random.default_rng(0))
    found = estimate_prior(logits, SOURCE)
    assert found.sum() == pytest.approx(1)
    assert np.abs(found - TARGET).max() < 0.02
    before = (logits.argmax(1) == true).mean()
    adjusted = logit_adjust(logits, source_prior=SOURCE, target_prior=found)
    assert (adjusted.argmax(1) == true).mean() > before + 0.1


def test_em_raises_the_likelihood_and_converges():
    logits, _ = posteriors(TARGET, 500, np.random.default_rng(1))
    trace = [log_likelihood(logits, estimate_prior(logits, SOURCE, max_iter=i)) for i in range(30)]
    assert (np.diff(trace) >= -1e-9).all()
    last = estimate_prior(logits, SOURCE)
    again = estimate_prior(logits, SOURCE, max_iter=5000, tol=1e-12)
    assert np.allclose(last, again, atol=1e-4)


def test_em_over_unmasked_classes_only():
    logits, _ = posteriors(np.array([0.3, 0.7, 0.0]), 5000, np.random.default_rng(2))
    found = estimate_prior(logits, SOURCE, mask=[False, False, True])
    assert found[2] == 0 and found[1] == pytest.approx(0.7, abs=0.03)
    wider = np.column_stack([logits, np.full(5000, 50.0)])
    lacking = estimate_prior(wider, [*SOURCE, 0], mask=[False, False, True, False])
    assert np.allclose(lacking, [*found, 0])


def test_temperature_is_found():
    logits, true = posteriors(SOURCE, 20_000, np.random.default_rng(3))
    for temperature in (0.5, 1.0, 4.0):
        assert fit_temperature(logits * temperature, true) == pytest.approx(temperature, rel=0.05)
    wider = np.column_stack([np.full(20_000, 50.0), logits])
    mask = [True, False, False, False]
    assert fit_temperature(wider, true + 1, mask) == pytest.approx(fit_temperature(logits, true))


def test_temperature_mends_em_of_an_overconfident_model():
    rng = np.random.default_rng(4)
    held_out, true = posteriors(SOURCE, 20_000, rng)
    logits, _ = posteriors(TARGET, 20_000, rng)
    temperature = fit_temperature(held_out * 3, true)
    found = estimate_prior(logits * 3, SOURCE, temperature=temperature)
    assert np.abs(found - TARGET).max() < 0.02


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: logit_adjust([0.0, 1.0]), r"array \(N, C\)"),
        (lambda: logit_adjust([[0.0, np.nan]]), "NaN"),
        (lambda: logit_adjust([[0.0, 1.0]], source_prior=[1, 1, 1]), "expected 2 classes"),
        (lambda: logit_adjust([[0.0, 1.0]], target_prior=[1, -1]), "shares or counts"),
        (lambda: logit_adjust([[0.0, 1.0]], mask=[0, 1]), "True = masked"),
        (lambda: logit_adjust([[0.0, 1.0]], mask=[True, True]), "every class is masked"),
        (lambda: logit_adjust([[0.0, 1.0]], source_prior=[1, 0], mask=[True, False]), "every"),
        (lambda: fit_temperature([[0.0, 1.0]], [0, 1]), "expected 1 class indices"),
        (lambda: fit_temperature([[0.0, 1.0]], [2]), "not masked"),
        (lambda: fit_temperature([[0.0, 1.0]], [1], [False, True]), "not masked"),
        (lambda: estimate_prior(np.zeros((0, 2)), [1, 1]), "no rows"),
    ],
)
def test_mistakes(call, message):
    with pytest.raises(SerEvalsError, match=message):
        call()
