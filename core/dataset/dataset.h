// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/patient_key.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

/// One labelled image file.
struct DatasetItem
{
    QString file; ///< absolute path
    int label = -1; ///< index into Dataset::classes
    QString source; ///< where it comes from (a hospital, a collection), or empty
    QString patient; ///< key, unique within its source; empty: unknown
    QString view; ///< as written, or empty
    QString split; ///< "train", "validation", "test", or empty: to be chosen
    QString license;
    std::optional<double> ageYears;
    QString group; ///< value of the column that results are to be broken down by, or empty
};

/// Identifies an item's patient: by source and key, or by the file where the patient is unknown,
/// since such an image counts as a patient of its own.
[[nodiscard]] QString patientOf(const DatasetItem& item);

/// A labelled set of images.
struct Dataset
{
    QStringList classes; ///< sorted by name
    std::vector<DatasetItem> items;

    /// False if an image has no patient key: a split by patient cannot be promised then.
    [[nodiscard]] bool knowsPatients() const;
    [[nodiscard]] bool knowsSources() const;
    /// Number of images of each class.
    [[nodiscard]] std::vector<int> classCounts() const;
};

/// Keeps only the manifest rows whose column has one of the values; a folder tree has no columns.
struct RowFilter
{
    QString column;
    QStringList values;
};

/// From "column=value[,value...]". Error: InvalidArgument.
[[nodiscard]] Result<RowFilter> parseRowFilter(const QString& text);

/// What to take from a data set.
struct DatasetQuery
{
    std::vector<RowFilter> filters = {};
    /// Manifest column whose values become DatasetItem::group; of a folder tree only "label",
    /// "split" and "patient" exist.
    QString groupBy = {};
    PatientKeyRule patientKey = {}; ///< DICOM files are not opened here: see indexDataset
    /// Accepts images of a single class, to try a finished model on; nothing can be learned from
    /// them.
    bool oneClassIsEnough = false;
};

/// Absolute path of the folder that paths within the data set are relative to: the folder itself,
/// or the manifest's.
[[nodiscard]] QString rootOf(const QString& datasetPath);

/// Reads a manifest.csv (columns file and label; optional patient, source, view, split, license,
/// age; files relative to it) or a folder tree: class folders, at any depth, below optional
/// train/validation/test folders; the class is the folder a file lies in. Hidden files are left
/// out, links to folders followed, corrected labels applied (see Relabels); whether a file can be
/// read turns out when it is decoded. Errors: FileNotFound, FileUnreadable, FileBroken,
/// InvalidArgument (pattern), DatasetUnusable (no rows, one class, an empty class folder, a column
/// that is not there), each naming what and where.
[[nodiscard]] Result<Dataset> readDataset(const QString& path, const DatasetQuery& query = {});

/// SHA-256 over the items in order (file name, label, patient, source and size of each file): tells
/// whether two trainings saw the same data.
[[nodiscard]] QString datasetFingerprint(const Dataset& dataset);

} // namespace ccad
