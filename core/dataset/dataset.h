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
    /// Where `patient` is a pseudonym of this installation, patientDigest(): never written.
    QString patientDigest = {};
};

/// Identifies an item's patient: by source and key, or by the file where the patient is unknown,
/// since such an image counts as a patient of its own.
[[nodiscard]] QString patientOf(const DatasetItem& item);

/// For each item a key that images of one patient share, as by patientOf(). Sorted by these keys,
/// patients stand in the same order on every installation, whatever their pseudonyms are.
[[nodiscard]] std::vector<QString> dealingKeys(const std::vector<DatasetItem>& items);

/// A file, a folder or a row of a manifest that is not used.
struct UnreadableFile
{
    QString file; ///< absolute path
    QString reason; ///< a sentence
};

/// A labelled set of images.
struct Dataset
{
    QStringList classes; ///< sorted by name, each on one line
    std::vector<DatasetItem> items;
    std::vector<UnreadableFile> leftOut = {}; ///< folders and rows that could not be read
    QStringList notes = {}; ///< sentences on what was taken for what
    /// Classes whose names differ by capitals or Unicode form alone, where such are kept apart.
    std::vector<QStringList> alikeClasses = {};
    /// Patients are known by their folders; what a DICOM file says of its patient goes before that.
    bool patientsAreFolders = false;

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

/// What becomes of classes whose names differ by capitals, by the form of their Unicode characters
/// or by invisible ones alone: "COVID" and "covid" are hardly two classes, but nobody can know.
enum class AlikeClasses
{
    Refuse, ///< an error that asks
    Join, ///< they are one class
    KeepApart,
};

/// Which of the folders that a file of a folder tree lies in names its class.
enum class ClassFolder
{
    Automatic, ///< by evidence; a note says what was found where there is more than one way
    First, ///< the outermost; the folders in it are patients
    Last, ///< the one that the file itself lies in
};

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
    AlikeClasses alike = AlikeClasses::Refuse;
    ClassFolder classFolder = ClassFolder::Automatic;
};

/// Absolute path of the folder that paths within the data set are relative to: the folder itself,
/// or the manifest's.
[[nodiscard]] QString rootOf(const QString& datasetPath);

/// Reads a manifest.csv or a folder tree; whether a file can be read turns out when it is decoded.
///
/// A manifest has the columns file and label; optional patient, source, view, split, license, age;
/// files relative to it. It may be saved by any program for spreadsheets: see parseTable(). A row
/// with a fault is left out. A file in several rows counts once, and not at all where they differ
/// in label, patient or split.
///
/// A folder tree has class folders, below or above optional train/validation/test folders, perhaps
/// with folders of patients in them, perhaps in folders by source: see ClassFolder. Hidden files
/// and companions (isCompanionName) are left out, links to folders followed.
///
/// Corrected labels are applied (see Relabels). Errors: FileNotFound, FileUnreadable, FileBroken,
/// TooLarge, InvalidArgument (pattern), DatasetUnusable (no rows, one class, an empty class folder,
/// a column that is not there, classes that are alike), each naming what and where.
[[nodiscard]] Result<Dataset> readDataset(const QString& path, const DatasetQuery& query = {});

/// Gives classes that a model or another data set writes otherwise, by capitals or by Unicode form
/// alone, the names that are known there; a note says so. Error: DatasetUnusable, which asks, when
/// such classes are to be refused.
[[nodiscard]] Result<void> adoptNames(Dataset& dataset, const QStringList& known,
                                      AlikeClasses alike);

/// SHA-256 over the items in order (file name, label, patient, source and size of each file): tells
/// whether two trainings saw the same data.
[[nodiscard]] QString datasetFingerprint(const Dataset& dataset);

} // namespace ccad
