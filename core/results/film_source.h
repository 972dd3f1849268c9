// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"
#include "core/results/coded_concept.h"

#include <QByteArray>
#include <QDate>
#include <QString>
#include <QStringList>
#include <QTime>

#include <optional>
#include <vector>

namespace ccad::results {

/// An attribute that result objects take over from the film as it is.
struct CopiedValue
{
    quint32 tag = 0; ///< group << 16 | element
    QByteArray vr; ///< as PS3.6 has it: a text VR
    QString text; ///< several values are joined by backslash; may be empty
    bool operator==(const CopiedValue&) const = default;
};

/// What lossy compression did to the pixels of a film at some time (PS3.3 C.7.6.1.1.5).
struct LossyCompression
{
    QStringList ratios; ///< "10.5", or empty
    QStringList methods; ///< "ISO_10918_1", or empty
    bool operator==(const LossyCompression&) const = default;
};

/// What result objects need of the film that they are about: its patient and its study, converted
/// from whatever character set, and how other objects refer to it. Never logged.
struct FilmSource
{
    /// Of the modules Patient, General Study and Patient Study (PS3.3 C.7.1.1, C.7.2.1, C.7.2.2),
    /// in the order of their tags; those of type 1 and 2 are always there. Without Study Instance
    /// UID. Values fit their VR.
    std::vector<CopiedValue> patientAndStudy;
    std::vector<Code> procedures; ///< Procedure Code Sequence (0008,1032) of the study
    std::vector<Code> deidentification; ///< De-identification Method Code Sequence (0012,0064)

    QString studyInstanceUid; ///< never empty
    /// False where the film itself is no DICOM object: then the kind ObjectKind::Film makes one of
    /// it, and the four values below are that object's.
    bool isDicom = true;
    QString sopClassUid; ///< never empty
    QString sopInstanceUid; ///< never empty
    QString seriesInstanceUid; ///< never empty
    int frames = 1; ///< of the object; above 1, references name `frame` where its class has frames
    int frame = 1; ///< the one that was judged
    /// Of the picture that was judged, see pixelChecksum(): it goes with every reference to the
    /// film, since a UID alone does not tell pictures apart. Empty: not known.
    QString pixelChecksum;

    /// Of a pixel of the file as it is stored, which is what coordinates in objects count.
    int columns = 0;
    int rows = 0;

    QString modality; ///< "CR", "DX", "OT"; may be empty
    QString bodyPart; ///< Body Part Examined, or empty
    QString laterality; ///< (0020,0060), "L", "R" or empty
    QString imageLaterality; ///< (0020,0062), "L", "R", "U", "B" or empty
    QString rowDirection; ///< of Patient Orientation (0020,0020): "L", "PR"; or empty
    QString columnDirection;
    QString viewPosition; ///< (0018,5101), or empty
    QString manufacturer; ///< of the film's equipment, or empty
    QString frameOfReferenceUid; ///< or empty

    /// When the film was made: the first that the file has of acquisition, content, series and
    /// study. Result objects take it as their Content Date and Time, since the wall clock would
    /// make other bytes of the same result.
    QDate date; ///< invalid: nobody knows
    QTime time; ///< invalid: nobody knows
    /// Timezone Offset From UTC (0008,0201), "+0100", to which all times belong; or empty.
    QString timezone;
    /// Burned In Annotation (0028,0301) of the film: "YES", "NO", or empty where it does not say.
    QString burnedIn;
    std::optional<LossyCompression> lossy; ///< absent: none that the film tells of
};

/// Reads it from a DICOM file, whose header a process of its own decodes (DecodingService). CCAD's
/// own walk is the only parser (decision 0006). Errors: those of the service, as sentences;
/// Unsupported for other files, and for DICOM files without Study Instance, Series Instance, SOP
/// Class or SOP Instance UID.
[[nodiscard]] Result<FilmSource> readFilmSource(const QString& path,
                                                const CancelToken& cancel = {});

/// That process's part: a ForeignReader. The bytes are for readFilmSource() alone.
[[nodiscard]] Result<QByteArray> readFilmTexts(const QByteArray& content, const QString& path,
                                               const ReadLimits& limits);

/// The patient and the study of a film without DICOM tags, as somebody typed them.
struct TypedStudy
{
    /// "Anonymous" as name, and an ID that follows from the picture, so that archives do not take
    /// all of them for one patient; nothing else but sex and study may be given then.
    bool anonymous = false;
    QString patientName; ///< as DICOM writes names: "Family^Given"
    QString patientId;
    QDate birthDate; ///< or invalid
    QString sex; ///< "M", "F", "O" or empty
    QDate studyDate; ///< or invalid
    QString accessionNumber;
    QString studyDescription;
    /// Of an existing study that the film belongs to, or empty: then one is made of the patient,
    /// the study's date, its accession number and, for anonymous ones, the picture.
    QString studyInstanceUid;
};

/// For a PNG, JPEG, BMP or TIFF of that size whose picture has that hash (pictureSha256 or
/// contentSha256 of its ReducedRadiograph). Error: InvalidArgument, a sentence that says what is
/// missing (neither patient and study nor "anonymous"), contradicts itself or fits no DICOM value.
[[nodiscard]] Result<FilmSource>
typedFilmSource(const TypedStudy& typed, const QString& pictureSha256, int columns, int rows);

} // namespace ccad::results
