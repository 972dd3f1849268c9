// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/model_results.h"

namespace ccad {

/// Which images of a data set a finished model is tried on.
enum class EvaluatedSide
{
    Automatic, ///< those that name the split "test", or all where none names it
    Test,
    All
};

struct EvaluationRequest
{
    Dataset dataset;
    QString dataFolder; ///< folder of the data set, for ModelResults::dataFolder
    EvaluatedSide side = EvaluatedSide::Automatic;
    /// Images without a patient key get a pseudonym of their DICOM PatientID.
    bool patientsFromDicom = true;
};

struct DatasetEvaluation
{
    ModelResults results; ///< unreadable files in results.test.unreadable
    QStringList notes; ///< whole sentences that belong beside the results
};

/// Tries a model on a labelled data set; classes are matched by name. Memory holds the answers
/// and a few images. Errors: DatasetUnusable (a class that the model does not know, no test images,
/// no readable image), Cancelled, Internal.
[[nodiscard]] Result<DatasetEvaluation> evaluateDataset(const Classifier& classifier,
                                                        const EvaluationRequest& request,
                                                        const CancelToken& cancel,
                                                        const Progress& progress = {});

} // namespace ccad
