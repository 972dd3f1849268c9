// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local_calibration/internal/local_package.h"

#include "core/base/files.h"
#include "core/severity/severity_model.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace ccad {

Result<ModelPackage> withCalibration(ModelPackage package, const Calibration& calibration)
{
    // Offsets of logits are the dense layer's bias, so a package needs no field for them.
    WeightTensor& bias = package.weights.tensors.at("classifier.1.bias");
    for (std::size_t c = 0; c < calibration.offsets.size(); ++c)
        bias.values[c] += static_cast<float>(calibration.offsets[c]);
    ModelManifest& manifest = package.manifest;
    const QString weightsSha256 = sha256Hex(toSafetensors(package.weights));
    if (!package.severity.isEmpty()) {
        const auto features = static_cast<std::size_t>(shapeOf(manifest.network).featureChannels);
        const auto severity
            = SeverityModel::parse(package.severity, manifest.weightsSha256, features);
        if (!severity)
            return severity.error();
        package.severity = SeverityModel(weightsSha256, severity->estimators()).toBytes();
        manifest.severitySha256 = sha256Hex(package.severity);
    }
    manifest.weightsSha256 = weightsSha256;
    manifest.temperature = calibration.temperature;
    manifest.threshold = calibration.threshold;
    // Chosen for other films, with other temperatures.
    manifest.predictionSets.reset();
    manifest.operatingPoints.clear();
    return package;
}

Result<std::map<QString, QByteArray>> furtherFilesOf(const QString& folder)
{
    constexpr qint64 largest = 1 << 22;
    std::map<QString, QByteArray> files;
    for (const QString& name :
         {u"LICENSE.md"_s, u"CLAIM.md"_s, u"TRIPOD_AI.md"_s, u"same_exposures.csv"_s}) {
        const QString path = QDir(folder).filePath(name);
        if (!QFile::exists(path))
            continue;
        auto content = readFile(path, largest);
        if (!content)
            return content.error();
        files.emplace(name, std::move(*content));
    }
    return files;
}

} // namespace ccad
