// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_blocks.h"

#include "core/inference/possible_classes.h"
#include "core/package/class_words.h"
#include "ui/widgets/probability_bar.h"
#include "ui/words/severity_words.h"

#include <QCoreApplication>

#include <cmath>

namespace ccad {

namespace {

using Role = ReportBlock::Role;

constexpr int shortSha = 16;

QString tr(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

void addAnswer(std::vector<ReportBlock>& blocks, const Finding& finding, const ModelManifest& model)
{
    if (finding.status == Finding::Status::Refused) {
        blocks.push_back({Role::Label, tr("Refused"), {}});
        blocks.push_back({Role::Warning, finding.reason, {}});
        blocks.push_back({Role::Text, tr("The numbers below mean nothing for this picture."), {}});
        return;
    }
    const auto positive = size_t(model.positiveClass);
    const QString sentence = finding.positive
        ? tr("%1: positive, %2 is at or above the threshold of %3.")
        : tr("%1: negative, %2 is below the threshold of %3.");
    blocks.push_back({Role::Label, wordsFor(model.classes.at(size_t(finding.label))), {}});
    blocks.push_back({Role::Text,
                      sentence.arg(wordsFor(model.classes.at(positive)),
                                   percentText(double(finding.probabilities.at(positive))),
                                   percentText(model.threshold)),
                      {}});
}

void addBars(std::vector<ReportBlock>& blocks, const Finding& finding, const ModelManifest& model)
{
    for (size_t i = 0; i < model.classes.size() && i < finding.probabilities.size(); ++i) {
        ReportBar bar;
        bar.probability = double(finding.probabilities[i]);
        bar.counts = finding.status == Finding::Status::Ok;
        QString text = tr("%1: %2").arg(wordsFor(model.classes[i]), percentText(bar.probability));
        if (bar.counts && int(i) == finding.label)
            text = tr("%1, most probable").arg(text);
        if (int(i) == model.positiveClass) {
            bar.threshold = model.threshold;
            text = tr("%1; threshold %2").arg(text, percentText(model.threshold));
        }
        blocks.push_back({Role::Text, text, bar});
    }
}

void addFinding(std::vector<ReportBlock>& blocks, const ReportContent& content)
{
    blocks.push_back({Role::Heading, tr("Finding of the model"), {}});
    if (content.finding && content.model) {
        addAnswer(blocks, *content.finding, *content.model);
        if (const QString possible = possibleClassesSentence(*content.finding, *content.model);
            !possible.isEmpty())
            blocks.push_back({Role::Text, possible, {}});
        if (content.showsSeverity && !content.finding->severity.empty())
            blocks.push_back({Role::Text, severityWords(content.finding->severity), {}});
        addBars(blocks, *content.finding, *content.model);
    } else {
        blocks.push_back({Role::Label, tr("No finding"), {}});
        blocks.push_back({Role::Text, content.noFinding, {}});
    }
    QStringList warnings = content.notes;
    if (content.finding)
        warnings = content.finding->warnings + warnings;
    if (!warnings.isEmpty())
        blocks.push_back({Role::Heading, tr("Warnings"), {}});
    for (const QString& warning : warnings)
        blocks.push_back({Role::Warning, warning, {}});
}

void addMeasurements(std::vector<ReportBlock>& blocks, const ReportContent& content)
{
    if (content.measurements.empty())
        return;
    blocks.push_back({Role::Heading, tr("Measurements"), {}});
    int number = 0;
    for (const Measurement& measurement : content.measurements) {
        const QString value = textOf(measurement, content.spacing, content.unit);
        const QString words = measurement.kind == Measurement::Kind::Length ? tr("%1. Length: %2")
                                                                            : tr("%1. Angle: %2");
        blocks.push_back({Role::Text, words.arg(QString::number(++number), value), {}});
    }
}

void addModel(std::vector<ReportBlock>& blocks, const ReportContent& content)
{
    blocks.push_back({Role::Heading, tr("Model"), {}});
    if (!content.model) {
        blocks.push_back({Role::Text, tr("No model was asked."), {}});
        return;
    }
    const ModelManifest& model = *content.model;
    blocks.push_back({Role::Text,
                      tr("%1, version %2. SHA-256 of its weights: %3…")
                          .arg(model.name, model.version, model.weightsSha256.left(shortSha)),
                      {}});
    blocks.push_back({Role::Text,
                      model.externalEvaluation.isEmpty()
                          ? tr("Nobody has tested this model on data from outside.")
                          : tr("Tested from outside. %1").arg(model.externalEvaluation),
                      {}});
    if (!content.overlay.isEmpty())
        blocks.push_back({Role::Text,
                          tr("Overlay: %1. It shows where the network looked, not what it saw "
                             "there.")
                              .arg(content.overlayTitle),
                          {}});
    if (!content.overlay.isEmpty() && !content.overlayGrade.isEmpty())
        blocks.push_back({Role::Text, content.overlayGrade, {}});
}

QString spacingText(const std::optional<PixelSpacing>& spacing)
{
    if (!spacing)
        return tr("The file does not say how large a pixel is.");
    const QString factor = QString::number(spacing->magnification, 'g', 4);
    switch (spacing->source) {
    case SpacingSource::PixelSpacing:
        return tr("Millimetres from PixelSpacing: the file does not say whether at the detector or "
                  "in the patient.");
    case SpacingSource::ImagerPixelSpacing:
        return tr("Millimetres from ImagerPixelSpacing: at the detector, larger than the anatomy.");
    case SpacingSource::NominalScannedPixelSpacing:
        return tr("Millimetres from NominalScannedPixelSpacing: on the scanned film, larger than "
                  "the anatomy.");
    case SpacingSource::MagnificationFactor:
        return tr("Millimetres in the patient: at the detector, divided by the file's estimated "
                  "magnification factor %1.")
            .arg(factor);
    case SpacingSource::SourceDistances:
        return tr("Millimetres in the patient: at the detector, divided by %1, which the distances "
                  "of the X-ray source give.")
            .arg(factor);
    case SpacingSource::Calibrated:
        return tr("Millimetres from PixelSpacing, which the file has calibrated.");
    case SpacingSource::CalibratedByGeometry:
        return tr("Millimetres from PixelSpacing, calibrated by assumed distances (GEOMETRY).");
    case SpacingSource::CalibratedByObject:
        return tr("Millimetres from PixelSpacing, calibrated with an object of known size "
                  "(FIDUCIAL).");
    }
    return {};
}

} // namespace

QString orientationText(const QTransform& orientation)
{
    const bool mirrored = orientation.determinant() < 0;
    // Mirrored first: the rest is a turn.
    const double sign = mirrored ? -1 : 1;
    const double turn = std::atan2(sign * orientation.m12(), sign * orientation.m11()) * 180 / M_PI;
    const int degrees = (int(std::lround(turn)) + 360) % 360;
    if (mirrored)
        return degrees == 0
            ? tr("Mirrored left to right.")
            : tr("Mirrored left to right, then turned by %1° clockwise.").arg(degrees);
    return degrees == 0 ? tr("Turned as in the file.")
                        : tr("Turned by %1° clockwise.").arg(degrees);
}

QString pictureText(const ReportContent& content)
{
    QStringList sentences{orientationText(content.orientation),
                          tr("Window: %1.").arg(content.window), spacingText(content.spacing)};
    if (content.arePlanesHidden)
        sentences << tr("The overlays that the file brings along are switched off.");
    return sentences.join(QLatin1Char(' '));
}

std::vector<ReportBlock> reportBlocks(const ReportContent& content)
{
    std::vector<ReportBlock> blocks;
    addFinding(blocks, content);
    const QString comment = content.comment.trimmed();
    if (!comment.isEmpty()) {
        blocks.push_back({Role::Heading, tr("Comment"), {}});
        blocks.push_back({Role::Text, comment, {}});
    }
    addMeasurements(blocks, content);
    addModel(blocks, content);
    return blocks;
}

} // namespace ccad
