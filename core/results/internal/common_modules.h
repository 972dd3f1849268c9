// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/internal/dicom_values.h"
#include "core/results/result_objects.h"

namespace ccad::results {

/// What the common modules say of one kind of object.
struct ObjectHeader
{
    ObjectKind kind = ObjectKind::StructuredReport;
    const char* sopClassUid = nullptr;
    const char* modality = nullptr; ///< "SR", "OT", "PR", "SEG", "DOC", "KO"
    const char* seriesDescription = nullptr; ///< "CCAD structured report", at most 38 characters
    int seriesNumber = 0; ///< 9000 + a number for each kind
};

/// "CCAD structured report, research only", with "RED AUDIT: " before it where the model's audit is
/// red: lists of series show it before anything else.
[[nodiscard]] QString seriesDescription(const ObjectHeader& header, const FilmResult& result);

/// SOP Common (ISO_IR 192, time zone), Patient, General Study, Patient Study, General Series
/// (modality, own Series Instance UID, number, description), General and Enhanced General
/// Equipment, Contributing Equipment with the model's Device UID, Instance Number 1. Instance
/// Creation Date is left out: the same result is the same bytes.
void addCommonModules(ValueWriter& dataset, const ObjectHeader& header,
                      const ObjectRequest& request);

/// Content Date and Time: those of the film, so that they are repeatable; 1 January 1900 where it
/// has none.
void addContentTime(ValueWriter& dataset, const FilmSource& film);

/// For which pixels of the film the object was made: CCAD's private block in an item that refers to
/// it. Nothing where that is not known.
void addChecksum(ValueWriter& item, const FilmSource& film);

/// Referenced SOP Class UID, Referenced SOP Instance UID and, for one frame of several in an object
/// whose SOP class has frames, Referenced Frame Number (PS3.3 10.3).
void addReferencedFrame(ValueWriter& item, const FilmSource& film);

/// An item with that reference at the end of a sequence such as Referenced Image Sequence.
void addFilmReference(ValueWriter& dataset, const DcmTagKey& sequence, const FilmSource& film);

/// Source Image Sequence (0008,2112): the film, with Purpose of Reference 121322 DCM "Source image
/// for image processing operation".
void addSourceImage(ValueWriter& dataset, const FilmSource& film);

/// Derivation Description and Derivation Code Sequence (CID 7203) of pictures made of a film.
void addDerivation(ValueWriter& dataset, const QString& description, const Code& code);

/// Common Instance Reference: Referenced Series Sequence with the film.
void addCommonInstanceReference(ValueWriter& dataset, const FilmSource& film);

/// Series items {Series Instance UID, Referenced SOP Sequence} below a study, as evidence
/// sequences have them: Current Requested Procedure Evidence Sequence (0040,A375).
void addEvidence(ValueWriter& dataset, const FilmSource& film);

/// Burned In Annotation: "YES" for pictures in which CCAD writes words, or whose film says so; else
/// what the film says ("NO" or nothing).
void addBurnedIn(ValueWriter& dataset, const FilmSource& film, bool writesWords);

/// Lossy Image Compression with ratios and methods, which what is made of a film takes over from
/// it. `always`: an attribute of type 1, "00" where there was none.
void addLossy(ValueWriter& dataset, const FilmSource& film, bool always = false);

/// Patient Orientation and Image Laterality of a picture with the film's geometry.
/// `turned`: the picture was turned or mirrored, so that its orientation is left out.
void addGeometry(ValueWriter& dataset, const FilmSource& film, bool turned = false);

/// Body Part Examined, the chest where the film does not say, and Laterality: of a part that may be
/// one of a pair it has to be there, empty where nobody knows, and of others it may not be, nor
/// beside an Image Laterality, which is to be added before (type 2C, PS3.3 C.7.3.1).
void addBodyPart(ValueWriter& dataset, const FilmSource& film);

/// The finished object. Error: that of the writer; Internal.
[[nodiscard]] Result<ResultObject> finished(ValueWriter& writer, DcmDataset& dataset,
                                            const ObjectHeader& header);

} // namespace ccad::results
