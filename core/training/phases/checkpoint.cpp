// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/durable_writing.h"
#include "core/base/files.h"
#include "core/training/phases/internal/checkpoint_torch.h"

#include <ATen/ops/tensor.h>
#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

#include <QFileInfo>

#include <sstream>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maxCheckpointBytes = qint64{1} << 30;

/// Epoch reports as rows of numbers, float64.
at::Tensor toTensor(const LearningCurve& curve)
{
    std::vector<double> values;
    for (const EpochReport& epoch : curve)
        values.insert(values.end(),
                      {epoch.phase == EpochReport::Phase::Head ? 0.0 : 1.0,
                       static_cast<double>(epoch.epoch), static_cast<double>(epoch.epochs),
                       epoch.trainingLoss, epoch.trainingAccuracy, epoch.validationLoss,
                       epoch.validationAccuracy, epoch.imagesPerSecond});
    return at::tensor(values, at::kDouble).view({-1, 8});
}

LearningCurve toCurve(const at::Tensor& table)
{
    LearningCurve curve;
    const auto cell = table.accessor<double, 2>();
    for (std::int64_t i = 0; i < table.size(0); ++i)
        curve.push_back({cell[i][0] == 0 ? EpochReport::Phase::Head : EpochReport::Phase::FineTune,
                         static_cast<int>(cell[i][1]), static_cast<int>(cell[i][2]), cell[i][3],
                         cell[i][4], cell[i][5], cell[i][6], cell[i][7]});
    return curve;
}

/// A network of the state, or in the head phase its dense layer alone.
void writeNetwork(torch::serialize::OutputArchive& archive, const char* key,
                  const MobileNetV2& network, EpochReport::Phase phase)
{
    torch::serialize::OutputArchive part;
    if (phase == EpochReport::Phase::Head)
        network.saveDense(part);
    else
        network.save(part);
    archive.write(key, part);
}

void readNetwork(torch::serialize::InputArchive& archive, const char* key, MobileNetV2& network,
                 EpochReport::Phase phase)
{
    torch::serialize::InputArchive part;
    archive.read(key, part);
    if (phase == EpochReport::Phase::Head)
        network.loadDense(part);
    else
        network.load(part);
}

c10::IValue readValue(torch::serialize::InputArchive& archive, const char* key)
{
    c10::IValue value;
    archive.read(key, value);
    return value;
}

bool hasAverage(const TrainingState& state)
{
    return state.average != state.network;
}

void writeNetworks(torch::serialize::OutputArchive& archive, const TrainingState& state)
{
    writeNetwork(archive, "network", state.network, state.phase);
    writeNetwork(archive, "best", state.best, state.phase);
    if (hasAverage(state))
        writeNetwork(archive, "average", state.average, state.phase);
}

void readNetworks(torch::serialize::InputArchive& archive, TrainingState& state)
{
    readNetwork(archive, "network", state.network, state.phase);
    readNetwork(archive, "best", state.best, state.phase);
    if (hasAverage(state))
        readNetwork(archive, "average", state.average, state.phase);
}

std::string toBytes(const TrainingState& state, const QString& fingerprint)
{
    torch::serialize::OutputArchive archive;
    archive.write("fingerprint", c10::IValue(fingerprint.toStdString()));
    archive.write("phase", c10::IValue(static_cast<std::int64_t>(state.phase)));
    archive.write("epochs_done", c10::IValue(static_cast<std::int64_t>(state.epochsDone)));
    archive.write("steps_done", c10::IValue(state.stepsDone));
    archive.write("best_epoch", c10::IValue(static_cast<std::int64_t>(state.bestEpoch)));
    archive.write("best_loss", c10::IValue(state.bestLoss));
    archive.write("curve", toTensor(state.curve));
    writeNetworks(archive, state);
    torch::serialize::OutputArchive optimizer;
    state.optimizer->save(optimizer);
    archive.write("optimizer", optimizer);
    std::ostringstream stream;
    archive.save_to(stream);
    return stream.str();
}

/// Runs read(archive) on the file; whatever it or Torch throws becomes FileBroken.
template <typename Read> Result<void> readArchive(const QString& path, const Read& read)
{
    const auto content = readFile(path, maxCheckpointBytes);
    if (!content)
        return content.error();
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(content->constData(), static_cast<std::size_t>(content->size()));
        read(archive);
        return {};
    } catch (const std::exception& failure) {
        return Error{ErrorCode::FileBroken,
                     u"The checkpoint %1 is broken (%2). Delete it to start over."_s.arg(
                         path, QString::fromUtf8(failure.what()).section(u'\n', 0, 0)),
                     path};
    }
}

} // namespace

Result<void> saveCheckpoint(const QString& path, const TrainingState& state,
                            const QString& fingerprint)
{
    const std::string bytes = toBytes(state, fingerprint);
    const auto written = writeFileUnderClaim(
        path, QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (written)
        return {};
    return Error{ErrorCode::WriteFailed,
                 u"%1 The training ends here; the checkpoint of the epoch before "
                 "this one is as it was. Make room and resume."_s.arg(written.error().message),
                 path};
}

Result<std::optional<EpochReport::Phase>> checkpointPhase(const QString& path,
                                                          const QString& fingerprint)
{
    std::optional<EpochReport::Phase> phase;
    if (!QFileInfo::exists(path))
        return phase;
    const auto done = readArchive(path, [&](torch::serialize::InputArchive& archive) {
        if (QString::fromStdString(readValue(archive, "fingerprint").toStringRef()) == fingerprint)
            phase = static_cast<EpochReport::Phase>(readValue(archive, "phase").toInt());
    });
    if (!done)
        return done.error();
    return phase;
}

Result<void> loadCheckpoint(const QString& path, TrainingState& state)
{
    return readArchive(path, [&](torch::serialize::InputArchive& archive) {
        readNetworks(archive, state);
        torch::serialize::InputArchive optimizer;
        archive.read("optimizer", optimizer);
        state.optimizer->load(optimizer);
        state.epochsDone = static_cast<int>(readValue(archive, "epochs_done").toInt());
        state.stepsDone = readValue(archive, "steps_done").toInt();
        state.bestEpoch = static_cast<int>(readValue(archive, "best_epoch").toInt());
        state.bestLoss = readValue(archive, "best_loss").toDouble();
        at::Tensor curve;
        archive.read("curve", curve);
        state.curve = toCurve(curve);
    });
}

} // namespace ccad
