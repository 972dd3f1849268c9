// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/finished_model_gate.h"

#include "core/base/random.h"
#include "core/gate_fitting/gate_check.h"
#include "core/gate_fitting/gate_fitting.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Enough for a gate, and few enough to take seconds. `ccad-cli gate` looks at more.
constexpr std::size_t fittedImages = 150;
constexpr std::size_t triedImages = 100;
constexpr int madeUpOfEachKind = 20;
constexpr std::uint64_t gateStream = 11; ///< see derivedSeed
constexpr std::uint64_t madeUpStream = 12;

// Pictures made of one image: for learning, for setting limits, for trying.
constexpr std::size_t passesOfTraining = 9;
constexpr std::size_t passesOfValidation = 2;
constexpr std::size_t passesOfTest = 8;

/// At most fittedImages items, evenly along the list.
TestItems someOf(const TestItems& items)
{
    const std::size_t count = std::min(triedImages, items.items.size());
    TestItems some;
    for (std::size_t i = 0; i < count; ++i)
        some.items.push_back(items.items[i * items.items.size() / count]);
    return some;
}

/// Each part of the work starts a new count.
Progress gateProgress(const FinishedModel& model)
{
    return [&model](qint64 done, qint64 total, const QString&) {
        model.clock.pauseWith(model.control);
        const TrainingProgress& now = model.clock.progress();
        if (total != now.total || done < now.done)
            model.clock.begin(TrainingProgress::Step::Gate, 0, 0, total);
        const TrainingProgress next = model.clock.advance(done - model.clock.progress().done);
        if (model.observer.onProgress)
            model.observer.onProgress(next);
    };
}

Result<GateCheck> tryGate(const FinishedModel& model, const Classifier& classifier,
                          const InputOf& pictures, const Gate& gate)
{
    const CancelToken cancel = model.control.cancelToken();
    GateCheck check;
    if (auto done = tryOnImages(gate, classifier, pictures, someOf(model.split.test), check, cancel,
                                gateProgress(model));
        !done)
        return done.error();
    if (auto done
        = tryOnMadeUpPictures(gate, classifier, madeUpOfEachKind,
                              derivedSeed(model.request.seed, madeUpStream), check, cancel);
        !done)
        return done.error();
    return check;
}

QString fittedSentence(const PatientSplit& split)
{
    return u"Fitted at the end of the training on %1 of %2 training images, with "
           "limits from %3 of %4 validation images; tried on %5 of %6 test "
           "images.\n\n"_s.arg(std::min(fittedImages, split.training.items.size()))
               .arg(split.training.items.size())
               .arg(std::min(fittedImages, split.validation.items.size()))
               .arg(split.validation.items.size())
               .arg(std::min(triedImages, split.test.items.size()))
               .arg(split.test.items.size());
}

} // namespace

std::int64_t gatePasses(const PatientSplit& split)
{
    return static_cast<std::int64_t>(
        passesOfTraining * std::min(fittedImages, split.training.items.size())
        + passesOfValidation * std::min(fittedImages, split.validation.items.size())
        + passesOfTest * std::min(triedImages, split.test.items.size()));
}

Result<void> fitGateOf(const FinishedModel& model, TrainingOutcome& outcome)
{
    if (!model.request.fitsGate)
        return {};
    const CancelToken cancel = model.control.cancelToken();
    const auto classifier = Classifier::create(outcome.package);
    if (!classifier)
        return classifier.error();
    GateOptions options;
    options.images = static_cast<int>(fittedImages);
    options.seed = derivedSeed(model.request.seed, gateStream);
    const InputOf pictures = wholePictures(**classifier, cancel);
    const auto gate = fitGate(**classifier, pictures, model.split.training, model.split.validation,
                              options, cancel, gateProgress(model));
    if (!gate && gate.error().code == ErrorCode::DatasetUnusable) {
        outcome.gateText = u"**There is no gate, so that any picture gets an "
                           "answer.** %1"_s.arg(gate.error().message);
        return {};
    }
    if (!gate)
        return gate.error();
    const auto check = tryGate(model, **classifier, pictures, *gate);
    if (!check)
        return check.error();
    outcome.package.gate = gate->toBytes();
    outcome.gateText = fittedSentence(model.split) + gateCardText(*check);
    return {};
}

} // namespace ccad
