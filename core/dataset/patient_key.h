// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace ccad {

/// Where the key comes from that tells which images belong to one patient.
struct PatientKeyRule
{
    enum class Source
    {
        Automatic, ///< the manifest's column; else DICOM PatientID; else unknown
        FileName, ///< `pattern` on the path relative to the data set
        None, ///< every image counts as a patient of its own
    };

    Source source = Source::Automatic;
    /// A regular expression with one capturing group, the key, tried on the path relative to the
    /// data set with "/" between folders, e.g. "([^/]+)-[0-9]+\\.[a-z]+$". No match: unknown.
    QString pattern;

    bool operator==(const PatientKeyRule&) const = default;
};

/// Error: InvalidArgument saying what is wrong with the pattern and where.
[[nodiscard]] Result<void> checkPattern(const QString& pattern);

/// The key of a path by a checked pattern, or empty.
[[nodiscard]] QString patientKeyFromPath(const QString& pattern, const QString& relativePath);

/// A key that stands for a DICOM PatientID without giving it away: 16 hexadecimal digits of its
/// SHA-256. Empty for an empty id.
[[nodiscard]] QString pseudonym(const QString& patientId);

/// Is a key that so many of all images share an anonymiser's rather than a patient's?
[[nodiscard]] inline bool looksConstant(qint64 imagesOfKey, qint64 images)
{
    constexpr qint64 many = 10;
    return imagesOfKey >= many && imagesOfKey * 2 > images;
}

} // namespace ccad
