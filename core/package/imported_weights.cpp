// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/imported_weights.h"

#include "core/base/files.h"
#include "core/base/markdown.h"
#include "core/weights/foreign_weights.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

// (x - mean) / deviation of torchvision's ImageNet normalisation, for black and for white, on
// average over red, green and blue.
constexpr float torchvisionBlack = -1.986F;
constexpr float torchvisionWhite = 2.439F;

constexpr qint64 maximumFileBytes = qint64{1} << 30;

Error broken(const QString& message, const QString& context)
{
    return Error{ErrorCode::FileBroken, message, context};
}

bool hasShape(const WeightMap& weights, const TensorShape& wanted)
{
    const auto found = weights.tensors.find(wanted.name);
    return found != weights.tensors.end() && found->second.shape == wanted.shape;
}

bool allShapesFit(const WeightMap& weights, const NetworkSpec& spec)
{
    for (const TensorShape& tensor : tensorsOf(spec)) {
        if (!hasShape(weights, tensor))
            return false;
    }
    return true;
}

/// The width multiplier that gives these tensors; several give the same channels, so common ones
/// are tried first.
double widthOf(const WeightMap& weights, NetworkSpec spec)
{
    std::vector<double> candidates = {1.0, 0.5, 0.75, 0.35, 1.4, 1.3, 0.25, 0.1};
    for (int twentieths = 1; twentieths <= 40; ++twentieths)
        candidates.push_back(twentieths / 20.0);
    for (const double width : candidates) {
        spec.widthMultiplier = width;
        if (allShapesFit(weights, spec))
            return width;
    }
    return 1.0; // checkWeights then names what does not fit
}

Result<int> classesOf(const WeightMap& weights)
{
    const auto bias = weights.tensors.find("classifier.1.bias");
    if (bias == weights.tensors.end() || bias->second.shape.size() != 1
        || bias->second.shape.front() < 2 || bias->second.shape.front() > 10000)
        return broken(u"The tensor \"classifier.1.bias\" is missing or no list of 2 to "
                      "10000 values, so this is no MobileNetV2 classifier."_s,
                      u"classifier.1.bias"_s);
    return static_cast<int>(bias->second.shape.front());
}

/// A metadata text, or nothing when the file has none of that name.
std::optional<QString> metadata(const WeightMap& weights, const char* key)
{
    const auto found = weights.metadata.find(key);
    if (found == weights.metadata.end())
        return std::nullopt;
    return QString::fromStdString(found->second);
}

Error badMetadata(const char* key, const QString& text)
{
    return broken(u"The metadata \"%1\" is \"%2\", which is not understood."_s.arg(
                      QString::fromLatin1(key), text),
                  QString::fromLatin1(key));
}

Result<NetworkSpec> networkOf(const WeightMap& weights)
{
    const auto classes = classesOf(weights);
    if (!classes)
        return classes.error();
    NetworkSpec spec;
    spec.classes = *classes;
    spec.padding = Padding::Torch;
    spec.batchNormEpsilon = 1e-5;
    spec.dropout = 0.2;
    if (const auto padding = metadata(weights, "padding")) {
        if (*padding != u"tf_same"_s && *padding != u"torch"_s)
            return badMetadata("padding", *padding);
        spec.padding = *padding == u"tf_same"_s ? Padding::TfSame : Padding::Torch;
    }
    if (const auto epsilon = metadata(weights, "bn_eps")) {
        spec.batchNormEpsilon = epsilon->toDouble();
        if (!(spec.batchNormEpsilon > 0 && spec.batchNormEpsilon <= 0.1))
            return badMetadata("bn_eps", *epsilon);
    }
    spec.widthMultiplier = widthOf(weights, spec);
    return spec;
}

Result<PreprocessSpec> preprocessingOf(const WeightMap& weights, const NetworkSpec& network)
{
    PreprocessSpec spec;
    spec.inputSize = network.inputSize;
    spec.rangeLow = torchvisionBlack;
    spec.rangeHigh = torchvisionWhite;
    if (const auto range = metadata(weights, "input_range")) {
        static const QRegularExpression pattern(uR"(^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$)"_s);
        const auto match = pattern.match(*range);
        spec.rangeLow = match.captured(1).toFloat();
        spec.rangeHigh = match.captured(2).toFloat();
        if (!match.hasMatch() || spec.rangeLow >= spec.rangeHigh)
            return badMetadata("input_range", *range);
    }
    return spec;
}

QJsonObject provenanceOf(const WeightMap& weights, const QString& path)
{
    QJsonObject provenance;
    provenance[u"imported_from"_s] = QFileInfo(path).fileName();
    if (const auto content = readFile(path, maximumFileBytes))
        provenance[u"imported_sha256"_s] = sha256Hex(*content);
    for (const auto& [key, text] : weights.metadata)
        provenance[QString::fromStdString(key)] = QString::fromStdString(text);
    return provenance;
}

QString cardOf(const ModelPackage& package, bool saysRange)
{
    const ModelManifest& manifest = package.manifest;
    const QString range = saysRange
        ? u"The file's metadata say which range of input the network expects."_s
        : u"The file does not say how its input was scaled. torchvision's normalisation is "
          "assumed, which differs for red, green and blue; a grey picture gets its mean "
          "over the three, so that answers differ slightly from torchvision's."_s;
    return u"# %1\n\n"
           "Weights imported from `%2`: MobileNetV2, width %3, %4 outputs.\n\n"
           "**This is no model of chest radiographs.** The head answers in the classes that "
           "the weights were trained for, whose names are not known here. The package is "
           "meant as base weights for training; what it says of a radiograph has no "
           "meaning.\n\n%5\n\nResearch use only. Not for diagnosis.\n"_s.arg(
               literal(manifest.name),
               manifest.provenance.value(u"imported_from"_s).toString().replace(u'`', u'\''),
               QString::number(manifest.network.widthMultiplier),
               QString::number(manifest.network.classes), range);
}

} // namespace

Result<ModelPackage> importWeightFile(const QString& path)
{
    auto weights = readForeignWeights(path);
    return weights ? packageOfWeights(*std::move(weights), path) : weights.error();
}

Result<ModelPackage> packageOfWeights(WeightMap weights, const QString& path)
{
    const auto network = networkOf(weights);
    if (!network)
        return network.error();
    const auto preprocessing = preprocessingOf(weights, *network);
    if (!preprocessing)
        return preprocessing.error();
    if (auto fits = checkWeights(weights, *network); !fits)
        return broken(fits.error().message, fits.error().context);

    ModelPackage package;
    ModelManifest& manifest = package.manifest;
    manifest.name = QFileInfo(path).completeBaseName();
    manifest.version = u"1.0.0"_s;
    manifest.network = *network;
    manifest.preprocess = *preprocessing;
    for (int i = 0; i < network->classes; ++i)
        manifest.classes.push_back({u"class_%1"_s.arg(i), QString()});
    manifest.provenance = provenanceOf(weights, path);
    const bool saysRange = weights.metadata.contains("input_range");
    package.weights = std::move(weights);
    package.card = cardOf(package, saysRange);
    return package;
}

Result<ModelPackage> loadPackageOrWeights(const QString& path)
{
    return QFileInfo(path).isDir() ? loadModelPackage(path) : importWeightFile(path);
}

} // namespace ccad
