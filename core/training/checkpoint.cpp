// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint_torch.h"

#include "core/base/files.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <sstream>

namespace ccad {

namespace {

constexpr qint64 maxCheckpointBytes = qint64{1} << 30;

/// Epoch reports as rows of numbers, float64.
torch::Tensor toTensor(const std::vector<EpochReport>& curves)
{
    std::vector<double> values;
    for (const EpochReport& epoch : curves)
        values.insert(values.end(),
                      {epoch.phase == EpochReport::Phase::Head ? 0.0 : 1.0,
                       static_cast<double>(epoch.epoch), static_cast<double>(epoch.epochs),
                       epoch.trainingLoss, epoch.trainingAccuracy, epoch.validationLoss,
                       epoch.validationAccuracy, epoch.imagesPerSecond});
    return torch::tensor(values, torch::kFloat64).view({-1, 8});
}

std::vector<EpochReport> toCurves(const torch::Tensor& table)
{
    std::vector<EpochReport> curves;
    const auto cell = table.accessor<double, 2>();
    for (std::int64_t i = 0; i < table.size(0); ++i)
        curves.push_back({cell[i][0] == 0 ? EpochReport::Phase::Head : EpochReport::Phase::FineTune,
                          static_cast<int>(cell[i][1]), static_cast<int>(cell[i][2]), cell[i][3],
                          cell[i][4], cell[i][5], cell[i][6], cell[i][7]});
    return curves;
}

void writeModule(torch::serialize::OutputArchive& archive, const char* key,
                 const MobileNetV2& module)
{
    torch::serialize::OutputArchive part;
    module->save(part);
    archive.write(key, part);
}

void readModule(torch::serialize::InputArchive& archive, const char* key, MobileNetV2& module)
{
    torch::serialize::InputArchive part;
    archive.read(key, part);
    module->load(part);
}

} // namespace

QString requestFingerprint(const TrainingRequest& request)
{
    QJsonObject summary{
        {QStringLiteral("dataset"), datasetFingerprint(request.dataset)},
        {QStringLiteral("recipe"), toJson(request.recipe)},
        {QStringLiteral("seed"), QString::number(request.seed)},
        {QStringLiteral("validation"), request.fractions.validation},
        {QStringLiteral("test"), request.fractions.test},
        {QStringLiteral("network"), toJson(request.network)},
        {QStringLiteral("preprocess"), toJson(request.preprocess)},
        {QStringLiteral("base"), sha256Hex(toSafetensors(request.baseWeights))},
    };
    return sha256Hex(QJsonDocument(summary).toJson(QJsonDocument::Compact));
}

Result<void> saveCheckpoint(const QString& path, const FineTuneState& state,
                            const QString& fingerprint)
{
    torch::serialize::OutputArchive archive;
    archive.write("fingerprint", torch::IValue(fingerprint.toStdString()));
    archive.write("epochs_done", torch::IValue(static_cast<std::int64_t>(state.epochsDone)));
    archive.write("steps_done", torch::IValue(state.stepsDone));
    archive.write("best_epoch", torch::IValue(static_cast<std::int64_t>(state.bestEpoch)));
    archive.write("best_loss", torch::IValue(state.bestLoss));
    archive.write("curves", toTensor(state.curves));
    writeModule(archive, "network", state.network);
    writeModule(archive, "average", state.average);
    writeModule(archive, "best", state.best);
    torch::serialize::OutputArchive optimizer;
    state.optimizer->save(optimizer);
    archive.write("optimizer", optimizer);

    std::ostringstream stream;
    archive.save_to(stream);
    return writeFileAtomically(path, QByteArray::fromStdString(stream.str()));
}

Result<bool> loadCheckpoint(const QString& path, FineTuneState& state, const QString& fingerprint)
{
    if (!QFileInfo::exists(path))
        return false;
    auto content = readFile(path, maxCheckpointBytes);
    if (!content)
        return content.error();
    try {
        torch::serialize::InputArchive archive;
        std::istringstream stream(content->toStdString());
        archive.load_from(stream);
        const auto number = [&](const char* key) {
            torch::IValue value;
            archive.read(key, value);
            return value;
        };
        if (QString::fromStdString(number("fingerprint").toStringRef()) != fingerprint)
            return false;
        state.epochsDone = static_cast<int>(number("epochs_done").toInt());
        state.stepsDone = number("steps_done").toInt();
        state.bestEpoch = static_cast<int>(number("best_epoch").toInt());
        state.bestLoss = number("best_loss").toDouble();
        torch::Tensor curves;
        archive.read("curves", curves);
        state.curves = toCurves(curves);
        readModule(archive, "network", state.network);
        readModule(archive, "average", state.average);
        readModule(archive, "best", state.best);
        torch::serialize::InputArchive optimizer;
        archive.read("optimizer", optimizer);
        state.optimizer->load(optimizer);
        return true;
    } catch (const std::exception& failure) {
        return Error{ErrorCode::FileBroken,
                     QStringLiteral("The checkpoint %1 is broken (%2). Delete it to start over.")
                         .arg(path, QString::fromUtf8(failure.what()).section(u'\n', 0, 0)),
                     path};
    }
}

} // namespace ccad
