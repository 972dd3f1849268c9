// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/folder_kind.h"
#include "core/base/result.h"
#include "core/preprocess/preprocessor.h"
#include "core/statistics/interval.h"
#include "core/statistics/prediction_sets.h"
#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>

namespace ccad {

/// One possible answer of a model.
struct ModelClass
{
    QString name; ///< identifier, as in data sets and CSV columns: "covid"
    QString title; ///< words for people: "COVID-19 pneumonia"
    bool operator==(const ModelClass&) const = default;
};

/// The result of a shortcut audit of a model (core/audit/audit.h).
struct AuditSummary
{
    enum class Colour
    {
        NotAudited,
        Green,
        Amber,
        Red
    };

    Colour colour = Colour::NotAudited;
    QString sentence; ///< why; shown beside every prediction where the colour is red
    bool operator==(const AuditSummary&) const = default;
};

/// A threshold that validation images chose for a wanted sensitivity to the positive class.
struct SensitivityThreshold
{
    double target = 0; ///< the wanted sensitivity, 0..1
    std::optional<double> threshold; ///< none: there were too few images to say
    Interval sensitivity; ///< of the validation images at the threshold; nothing without one
    Interval specificity;
    int positives = 0; ///< validation images of the positive class
    int negatives = 0; ///< validation images of the other classes
    bool operator==(const SensitivityThreshold&) const = default;
};

/// "green", "amber", "red", or empty.
[[nodiscard]] QString auditColourName(AuditSummary::Colour colour);

/// Content of a package's manifest.json.
struct ModelManifest
{
    static constexpr int formatVersion = 1;

    QString name; ///< "ccad-covid-cxr"
    QString version; ///< "1.0.0"
    NetworkSpec network;
    PreprocessSpec preprocess;
    std::vector<ModelClass> classes; ///< as many as network.classes, in the order of the outputs
    int positiveClass = 0; ///< index of the class that the threshold is about
    double threshold = 0.5; ///< positive when its calibrated probability is at least this
    double temperature = 1; ///< probabilities are softmax(logits / temperature)
    std::optional<double> minimumAgeYears; ///< youngest patient of the training data, if known
    QString externalEvaluation; ///< a sentence: how it did on outside data; empty: never tested
    QJsonObject provenance; ///< data, licences, recipe, seed, results: free form, shown not used
    QString weightsSha256; ///< of weights.safetensors; filled in by saveModelPackage
    QString gateSha256; ///< of gate.safetensors; empty: the package has no gate
    QString severitySha256; ///< of severity.safetensors; empty: the package has no scores
    AuditSummary audit;
    /// By rising target; empty in packages that were not trained by this version.
    std::vector<SensitivityThreshold> operatingPoints;
    /// Which classes remain possible; absent in packages that were not trained by this version. Its
    /// temperature is the manifest's.
    std::optional<PredictionSets> predictionSets;
};

[[nodiscard]] QJsonObject toJson(const AuditSummary& audit);
[[nodiscard]] QJsonObject toJson(const SensitivityThreshold& choice);
[[nodiscard]] QJsonObject toJson(const PredictionSets& sets);
[[nodiscard]] QJsonObject toJson(const ModelManifest& manifest);
/// Error: ModelBroken naming the key that is missing or makes no sense; format_version is looked at
/// first. Unknown keys are refused in `network` and `preprocess`, which fix how a model computes,
/// and left alone elsewhere, where they can only describe.
[[nodiscard]] Result<ModelManifest> modelManifestFromJson(const QJsonObject& json);

/// A folder with manifest.json, weights.safetensors and MODEL_CARD.md.
struct ModelPackage
{
    ModelManifest manifest;
    WeightMap weights;
    QString card; ///< Markdown
    QByteArray gate; ///< content of gate.safetensors (see Gate::parse); empty: none
    /// Content of severity.safetensors (see SeverityModel::parse); empty: none.
    QByteArray severity;
    /// Further files of the folder, relative name -> content ("evaluation/metrics.json"), known to
    /// modelPackageKind. Written with the package, not read back by loadModelPackage.
    std::map<QString, QByteArray> attachments;
};

/// Loads and checks a package: the format version, the SHA-256 of the weights, and that exactly the
/// tensors of the network are there in their shapes, all finite. The checksums of gate and severity
/// scores are checked, too; their content only when it is used. Errors: ModelMissing (no such
/// folder or no manifest), ModelBroken naming the key, the tensor or the checksum.
[[nodiscard]] Result<ModelPackage> loadModelPackage(const QString& folder);

/// Adds or replaces the gate of an existing package: the file, its checksum in the manifest, and
/// the section "Gate" of the card (Markdown without the heading; empty: left as it is). Errors:
/// those of loadModelManifest, WriteFailed.
[[nodiscard]] Result<void> saveGate(const QString& folder, const QByteArray& gate,
                                    const QString& cardText);
/// Does the same with severity scores and the section "Severity (research output)". An empty
/// `severity` writes only the card's section and removes existing scores: figures may be given away
/// where the fitted scores may not.
[[nodiscard]] Result<void> saveSeverity(const QString& folder, const QByteArray& severity,
                                        const QString& cardText);
/// Does the same with an audit's summary and the section "Shortcut audit".
[[nodiscard]] Result<void> saveAudit(const QString& folder, const AuditSummary& audit,
                                     const QString& cardText);

/// Writes any other section of the card, nothing else of the package. Errors: those of
/// loadModelManifest, those of reading the card, WriteFailed.
[[nodiscard]] Result<void> saveCardSection(const QString& folder, const QString& heading,
                                           const QString& cardText);

/// The card with the text below that heading of the second level: the section is replaced if it
/// exists, else put before the limits ("What it cannot do"), or at the end.
[[nodiscard]] QString withCardSection(const QString& card, const QString& heading,
                                      const QString& text);

/// Only the manifest; the weights are not opened.
[[nodiscard]] Result<ModelManifest> loadModelManifest(const QString& folder);

/// Writes a package atomically; fills in weightsSha256. An existing package is replaced as a whole
/// if it may be, and kept as replacedFolderOf(folder) until the next success. Errors: those of
/// checkPackageTarget; ModelBroken when the weights do not fit the network or the manifest would
/// not load again; InvalidArgument (an attachment that no package has).
[[nodiscard]] Result<void> saveModelPackage(const ModelPackage& package, const QString& folder,
                                            Existing existing = Existing::Keep);

/// Files that a package's folder may hold.
[[nodiscard]] const FolderKind& modelPackageKind();
/// Names of a package's files below "evaluation/", and of the files of an evaluation's own folder.
[[nodiscard]] QStringList evaluationFiles();

/// May a package be saved there? Yes for a new or empty folder; an existing package, whose manifest
/// loads and whose every file is known, only if it may be replaced; other files are somebody's.
/// Errors: WriteFailed, AlreadyExists. Ask before a long job.
[[nodiscard]] Result<void> checkPackageTarget(const QString& folder, Existing existing);

/// Checks that the map holds exactly the tensors of the spec. Error: ModelBroken naming the first
/// missing, surplus, misshapen or non-finite tensor.
[[nodiscard]] Result<void> checkWeights(const WeightMap& weights, const NetworkSpec& spec);

} // namespace ccad
