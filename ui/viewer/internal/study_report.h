// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/report_content.h"

namespace ccad {

class ImageCanvas;
class SaliencyOverlay;
class Settings;
class StudyLoader;
struct ExplainedStudy;

/// What a model says of a study, if it does.
struct ReportedAnalysis
{
    std::optional<ModelManifest> model = {};
    std::optional<Finding> finding = {};
    QString noFinding = {}; ///< why there is none, a sentence
};

/// What is known of a study, for a report.
struct ReportedStudy
{
    const Radiograph& radiograph;
    ReaderNotes notes; ///< the radiograph's, and those on objects that belong to it
    QString title; ///< without patient text where that is hidden
    std::vector<Measurement> measurements;
    QString comment;
    ReportedAnalysis analysis;
};

/// How the study looks on screen.
struct StudyLook
{
    const ImageCanvas& canvas;
    const SaliencyOverlay& overlay;
};

/// Of the study that the loader is at. `explained` is null where there is no finding; the panel's
/// `sentence` says why, once the loader has done its work.
[[nodiscard]] ReportedAnalysis analysisOf(const StudyLoader& loader,
                                          const ExplainedStudy* explained, const QString& sentence);

/// All that a report says of a study that is on screen, at this moment.
[[nodiscard]] ReportContent reportOf(const ReportedStudy& study, const StudyLook& look,
                                     const Settings& settings);

} // namespace ccad
