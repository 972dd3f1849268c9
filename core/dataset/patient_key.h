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

/// The first 16 hexadecimal digits of the SHA-256 of a DICOM PatientID; empty for an empty id. It
/// is the same on every installation, so that patients are dealt alike everywhere. Whoever tries
/// all numbers that a hospital may give finds the id, so it stays in memory: what is written is a
/// pseudonym.
[[nodiscard]] QString patientDigest(const QString& patientId);

/// A key that stands for a patient without giving him away: 16 hexadecimal digits of an HMAC of
/// patientDigest() under the key of this installation (see installation_key.h). Empty for an empty
/// digest.
[[nodiscard]] QString pseudonymOf(const QString& digest);
/// The same of a DICOM PatientID.
[[nodiscard]] QString pseudonym(const QString& patientId);

/// Is it a word that tables and anonymisers write where no patient is known: "ANONYMOUS", "n/a",
/// "-", "#REF!", "########"?
[[nodiscard]] bool isPlaceholderWord(const QString& patient);
/// Was a number rounded by a spreadsheet program: "1.23E+11"? Several patients' become one.
[[nodiscard]] bool isRoundedNumber(const QString& patient);

/// Is a key that so many of all images share an anonymiser's rather than a patient's?
[[nodiscard]] inline bool looksConstant(qint64 imagesOfKey, qint64 images)
{
    constexpr qint64 many = 10;
    return imagesOfKey >= many && imagesOfKey * 2 > images;
}

} // namespace ccad
