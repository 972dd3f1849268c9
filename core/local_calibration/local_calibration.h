// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"
#include "core/evaluation/model_results.h"
#include "core/gate_fitting/gate_check.h"
#include "core/lungs/lungs.h"

#include <optional>

namespace ccad {

struct LocalCalibrationRequest
{
    /// Films of the department whose class is known; classes are matched with the model's by name,
    /// and at least two of them need fewestLocalFilms each.
    Dataset dataset;
    QString dataFolder;
    /// Films without a patient key get a pseudonym of their DICOM PatientID.
    bool patientsFromDicom = true;
    double coverage = defaultCoverage; ///< of the prediction sets
    std::uint64_t seed = 1; ///< deals the patients
};

/// A model whose answers were fitted to local films, and what that is worth.
struct LocalCalibration
{
    ModelPackage package; ///< with its own copies of the original's licence and checklists
    /// Results on all films, as the model was delivered.
    ModelResults delivered;
    /// Results on the films of patients to whom nothing was fitted, as delivered and as fitted.
    ModelResults before;
    ModelResults after;
    AuditReport audit; ///< of the model as delivered, on the local films
    std::optional<GateCheck> gateBefore; ///< on the same films; absent where there is no gate
    std::optional<GateCheck> gateAfter;
    int fittedFilms = 0;
    QStringList notes; ///< whole sentences that belong beside the figures
};

/// Fewer films of a class say too little.
inline constexpr int fewestLocalFilms = 50;

/// Deals the patients into two halves; fits temperature, offsets of the classes, threshold,
/// operating points, prediction sets and the gate's limits to one, and reports on the other. The
/// network itself stays as it is. A class that the films lack becomes rare, but not impossible
/// (CalibrationKind::Local). Limits of the gate are only widened, at most to twice their distance.
///
/// `folder` is that of the classifier's package, whose further files go into the new one. `lungs`
/// may be null (see runAudit). Errors: DatasetUnusable (too few films: the sentence names the
/// number that an interval of a useful width needs; a class that the model does not know), those of
/// evaluateDataset, runAudit and fitGate.
[[nodiscard]] Result<LocalCalibration>
calibrateOnLocalFilms(const Classifier& classifier, const QString& folder,
                      const LungSegmenter* lungs, const LocalCalibrationRequest& request,
                      const CancelToken& cancel = {}, const Progress& progress = {});

/// The report for people, in Markdown without a heading: for the card and for calibration.md.
[[nodiscard]] QString localCalibrationText(const LocalCalibration& result);

} // namespace ccad
