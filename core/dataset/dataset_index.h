// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/patient_key.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <tuple>
#include <vector>

namespace ccad {

struct IndexRequest
{
    QString path; ///< a folder tree, or a manifest.csv
    std::vector<RowFilter> filters;
    PatientKeyRule patientKey;
    /// Keeps what was learned of each file, so that only changed files are read again; empty:
    /// none. Holds pseudonyms, never names or ids. See defaultIndexCache().
    QString cacheFile;
    /// See DatasetQuery; if set, a class without a readable file is no error, either.
    bool oneClassIsEnough = false;
    AlikeClasses alike = AlikeClasses::Refuse;
    ClassFolder classFolder = ClassFolder::Automatic;
};

/// Two pictures that look the same, by perceptual hash.
struct NearDuplicate
{
    int first = 0; ///< indices into DatasetIndex::dataset.items, first < second
    int second = 0;
    bool identical = false; ///< the same bytes
    bool acrossLabels = false;
    bool acrossSplits = false; ///< they name different splits
};

/// Images and patients of one class on one side from one source (the paper's Figure 3).
struct GroupCount
{
    int images = 0;
    int patients = 0; ///< images without a key count one each
};

/// What a data set holds, found without keeping a picture in memory.
struct DatasetIndex
{
    QString root; ///< folder of the data set, by rootOf()
    Dataset dataset; ///< the readable items only, with their patient keys
    std::vector<UnreadableFile> unreadable; ///< files, and what readDataset left out
    std::vector<QByteArray> contents; ///< of each item, equal for equal bytes
    std::vector<NearDuplicate> duplicates;
    /// By {class name, split or "", source or ""}.
    std::map<std::tuple<QString, QString, QString>, GroupCount> counts;
    int patients = 0;
    int unknownPatients = 0; ///< readable images without a patient key
    int patientsOnTwoSides = 0; ///< patients whose images name different splits
    int read = 0; ///< files opened this time
    int cached = 0; ///< files known from the cache
    double seconds = 0;
};

/// Where the index of a data set is kept between runs.
[[nodiscard]] QString defaultIndexCache(const QString& datasetPath);

/// Looks at every file of a data set with all cores. Errors: those of readDataset, except that
/// classes without a readable image are reported by their own DatasetUnusable; InvalidArgument
/// (pattern), Cancelled. A cache that cannot be read or written is worked around, not an error.
[[nodiscard]] Result<DatasetIndex> indexDataset(const IndexRequest& request,
                                                const CancelToken& cancel = {},
                                                const Progress& progress = {});

/// Whole sentences on what stands in the way of a trustworthy result: unknown patients, patients on
/// two sides, duplicates across splits or labels, unreadable files, a class that comes from a
/// source of its own. Empty: nothing. For whoever has the data set: they name files.
[[nodiscard]] QStringList concernsOf(const DatasetIndex& index);
/// The same without names of files, which often are names of patients: for what is kept beside a
/// model and may leave with it.
[[nodiscard]] QStringList anonymousConcernsOf(const DatasetIndex& index);

/// The data set without all but one of each group of near-duplicates. Of a group across splits the
/// test image stays; a group across labels goes as a whole, since one of its labels is wrong.
[[nodiscard]] Dataset withoutDuplicates(const DatasetIndex& index);

} // namespace ccad
