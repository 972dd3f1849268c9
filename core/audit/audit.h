// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/dataset/dataset.h"
#include "core/inference/classifier.h"
#include "core/lungs/lungs.h"
#include "core/statistics/interval.h"

#include <map>
#include <optional>

namespace ccad {

/// One question asked of a data set: does one part or property of its images tell the class (or the
/// source)?
struct AuditTest
{
    QString name; ///< key in audit.json: "border"
    QString title; ///< words for people: "Border alone"
    Interval auc; ///< mean over the classes, each against the rest; interval over patients
    int images = 0;
    QString notTested; ///< a sentence saying why it was not tested; empty: it was
};

/// How painting letters into corners and along borders changes the model's answers.
struct MarkerTest
{
    int images = 0;
    double meanChange = 0; ///< mean of |change| of the likeliest class's probability
    double labelChanged = 0; ///< share of the images whose label changed
};

/// Images by source and class.
struct CrossTable
{
    std::map<QString, std::map<QString, int>> counts; ///< source ("unknown" where empty), class
    /// Cramer's V of class and source, corrected for bias (Bergsma 2013): 0 independent, 1 the
    /// source tells the class; NaN where there is one source or one class.
    double cramersV = 0;
    /// Share of images whose class is guessed right from the source alone, and without it.
    double guessedFromSource = 0;
    double guessedBlindly = 0;
};

struct AuditReport
{
    AuditSummary summary; ///< colour, and the sentence for the package
    QStringList reasons; ///< whole sentences on why the colour is so, the gravest first
    std::vector<AuditTest> tests; ///< always all of them, in a fixed order
    MarkerTest markers;
    CrossTable table;
    std::map<QString, Interval> aucBySource; ///< of the model's own answers
    std::map<QString, Interval> factsBySource; ///< of plain facts, as the test "facts"
    QStringList notTested; ///< what could not be tested, whole sentences
    QString modelName;
    QString modelSha256;
    QString dataFingerprint;
    int images = 0; ///< number of images examined; of a large data set an even part
    int patients = 0;
    int lungsNotFound = 0; ///< images left out of the test with blanked lungs
    QStringList unreadable; ///< "file: reason"
};

struct AuditRequest
{
    Dataset dataset;
    int images = 800; ///< at most, taken evenly from all classes and sources
    std::uint64_t seed = 1;
    int unreadable = 0; ///< files that are not in the data set because they could not be read
};

/// Looks for shortcuts: whatever tells the classes of a data set apart beside the disease. Each
/// test gives the model's network altered images (the border alone, lungs blanked, 32x32
/// thumbnails, corners alone) and fits a regularised logistic regression, which predicts the class
/// from the network's features and is cross-validated with patients apart. The test "facts" fits a
/// regression that knows only the input's brightness and sharpness and the picture's size. Tests
/// that a data set does not allow are left out and named. `lungs` may be null. Errors:
/// DatasetUnusable (no readable image), Cancelled, those of Classifier::predict, Internal.
[[nodiscard]] Result<AuditReport> runAudit(const Classifier& classifier, const LungSegmenter* lungs,
                                           const AuditRequest& request,
                                           const CancelToken& cancel = {},
                                           const Progress& progress = {});

/// The rule of the colour in words: when it is red, amber and green.
[[nodiscard]] QStringList auditRule();

/// audit.json of the command-line contract: verdict, reasons, tests {name: {auc, auc_low, auc_high,
/// n}} (null where not tested), and cross_table, cramers_v, by_source, markers, not_tested, rule.
[[nodiscard]] QByteArray auditJson(const AuditReport& report);
/// The report for people, in Markdown without a heading: for audit.md, the card and the window.
[[nodiscard]] QString auditText(const AuditReport& report);

} // namespace ccad
