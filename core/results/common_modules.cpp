// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/common_modules.h"

#include "core/imaging/film_objects.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr const char* manufacturer = "CCAD";

DcmTagKey keyOf(quint32 tag)
{
    return {static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF)};
}

void addSopCommon(ValueWriter& dataset, const ObjectHeader& header, const ObjectRequest& request)
{
    dataset.text(DCM_SpecificCharacterSet, "ISO_IR 192");
    dataset.text(DCM_SOPClassUID, header.sopClassUid);
    dataset.text(DCM_SOPInstanceUID, request.instanceUid(header.kind));
    if (!request.film.timezone.isEmpty())
        dataset.text(DCM_TimezoneOffsetFromUTC, request.film.timezone);
    dataset.text(DCM_InstanceNumber, "1");
    dataset.addItem(DCM_CodingSchemeIdentificationSequence, [](ValueWriter& scheme) {
        scheme.text(DCM_CodingSchemeDesignator, "99CCAD");
        scheme.text(DCM_CodingSchemeName, "Concepts of CCAD, a research assistant");
        scheme.text(DCM_CodingSchemeResponsibleOrganization, manufacturer);
    });
}

void addPatientAndStudy(ValueWriter& dataset, const FilmSource& film)
{
    bool isIdentityRemoved = false;
    bool isMethodKnown = !film.deidentification.empty();
    for (const CopiedValue& value : film.patientAndStudy) {
        const DcmTagKey tag = keyOf(value.tag);
        dataset.texts(tag, value.text.split(u'\\'));
        isIdentityRemoved
            = isIdentityRemoved || (tag == DCM_PatientIdentityRemoved && value.text == u"YES");
        isMethodKnown = isMethodKnown || tag == DCM_DeidentificationMethod;
    }
    dataset.text(DCM_StudyInstanceUID, film.studyInstanceUid);
    for (const Code& code : film.procedures)
        dataset.code(DCM_ProcedureCodeSequence, code);
    for (const Code& code : film.deidentification)
        dataset.code(DCM_DeidentificationMethodCodeSequence, code);
    // Who removes the identity has to say how; some films do not.
    if (isIdentityRemoved && !isMethodKnown)
        dataset.text(DCM_DeidentificationMethod, "Not stated by the source image");
}

void addSeries(ValueWriter& dataset, const ObjectHeader& header, const ObjectRequest& request)
{
    dataset.text(DCM_Modality, header.modality);
    dataset.text(DCM_SeriesInstanceUID, request.seriesUid(header.kind));
    dataset.integer(DCM_SeriesNumber, header.seriesNumber);
    dataset.text(DCM_SeriesDescription, seriesDescription(header, request.result));
}

/// The model's checksum stands for the serial number: the same one is the same algorithm.
QString serialNumber(const FilmResult& result)
{
    const QString checksum = result.modelSha256.left(16);
    return checksum.isEmpty() ? u"unknown"_s : checksum;
}

QStringList versions(const QString& first, const QString& second)
{
    QStringList known{first, second};
    known.removeAll(QString());
    return known.isEmpty() ? QStringList{u"unknown"_s} : known;
}

void addEquipment(ValueWriter& dataset, const FilmResult& result)
{
    dataset.text(DCM_Manufacturer, manufacturer);
    dataset.text(DCM_ManufacturerModelName, "CCAD (research use only)");
    dataset.text(DCM_DeviceSerialNumber, serialNumber(result));
    dataset.texts(DCM_SoftwareVersions, versions(result.programVersion, result.modelVersion));
    dataset.addItem(DCM_ContributingEquipmentSequence, [&result](ValueWriter& equipment) {
        equipment.code(DCM_PurposeOfReferenceCodeSequence,
                       {u"109102"_s, u"DCM"_s, u"Processing Equipment"_s});
        equipment.text(DCM_Manufacturer, manufacturer);
        equipment.text(DCM_ManufacturerModelName, result.modelName);
        equipment.text(DCM_DeviceSerialNumber, serialNumber(result));
        equipment.texts(DCM_SoftwareVersions, versions(result.modelVersion, result.programVersion));
        equipment.text(DCM_DeviceUID, deviceUid(result));
        equipment.text(DCM_ContributionDescription, u"Classified the film. "_s + researchUseOnly());
    });
}

/// Whose images have one frame, since their definition lacks the Multi-frame Module. A file of such
/// a class with several frames is no multi-frame image to DICOM. A class that is not known here may
/// have them.
bool isOfSingleFrameClass(const FilmSource& film)
{
    static constexpr std::array<const char*, 16> classes
        = {UID_ComputedRadiographyImageStorage,
           UID_DigitalXRayImageStorageForPresentation,
           UID_DigitalXRayImageStorageForProcessing,
           UID_DigitalMammographyXRayImageStorageForPresentation,
           UID_DigitalMammographyXRayImageStorageForProcessing,
           UID_DigitalIntraOralXRayImageStorageForPresentation,
           UID_DigitalIntraOralXRayImageStorageForProcessing,
           UID_SecondaryCaptureImageStorage,
           UID_CTImageStorage,
           UID_MRImageStorage,
           UID_UltrasoundImageStorage,
           UID_PositronEmissionTomographyImageStorage,
           UID_VLEndoscopicImageStorage,
           UID_VLMicroscopicImageStorage,
           UID_VLSlideCoordinatesMicroscopicImageStorage,
           UID_VLPhotographicImageStorage};
    return std::any_of(classes.begin(), classes.end(),
                       [&film](const char* one) { return film.sopClassUid == QLatin1String(one); });
}

/// Of the instance as a whole: evidence and Common Instance Reference name no frames.
void addInstance(ValueWriter& item, const FilmSource& film)
{
    item.text(DCM_ReferencedSOPClassUID, film.sopClassUid);
    item.text(DCM_ReferencedSOPInstanceUID, film.sopInstanceUid);
    addChecksum(item, film);
}

} // namespace

void addChecksum(ValueWriter& item, const FilmSource& film)
{
    if (film.pixelChecksum.isEmpty())
        return;
    item.privateText(keyOf(checksumCreatorTag), QLatin1String(checksumCreator));
    item.privateText(keyOf(checksumTag), film.pixelChecksum);
}

QString seriesDescription(const ObjectHeader& header, const FilmResult& result)
{
    const bool isRed = result.audit.colour == AuditSummary::Colour::Red;
    return (isRed ? u"RED AUDIT: %1, research only"_s : u"%1, research only"_s)
        .arg(QString::fromLatin1(header.seriesDescription));
}

void addCommonModules(ValueWriter& dataset, const ObjectHeader& header,
                      const ObjectRequest& request)
{
    addSopCommon(dataset, header, request);
    addPatientAndStudy(dataset, request.film);
    addSeries(dataset, header, request);
    addEquipment(dataset, request.result);
}

void addContentTime(ValueWriter& dataset, const FilmSource& film)
{
    // Nobody takes this date for the true one.
    const QDate date = film.date.isValid() ? film.date : QDate(1900, 1, 1);
    const QTime time = film.time.isValid() ? film.time : QTime(0, 0);
    dataset.text(DCM_ContentDate, date.toString(u"yyyyMMdd"_s));
    dataset.text(DCM_ContentTime, time.toString(u"HHmmss"_s));
}

void addReferencedFrame(ValueWriter& item, const FilmSource& film)
{
    addInstance(item, film);
    if (film.frames > 1 && !isOfSingleFrameClass(film))
        item.integer(DCM_ReferencedFrameNumber, film.frame);
}

void addFilmReference(ValueWriter& dataset, const DcmTagKey& sequence, const FilmSource& film)
{
    dataset.addItem(sequence, [&film](ValueWriter& item) { addReferencedFrame(item, film); });
}

void addSourceImage(ValueWriter& dataset, const FilmSource& film)
{
    dataset.addItem(DCM_SourceImageSequence, [&film](ValueWriter& item) {
        addReferencedFrame(item, film);
        item.code(DCM_PurposeOfReferenceCodeSequence,
                  {u"121322"_s, u"DCM"_s, u"Source image for image processing operation"_s});
    });
}

void addDerivation(ValueWriter& dataset, const QString& description, const Code& code)
{
    dataset.text(DCM_DerivationDescription, description);
    dataset.code(DCM_DerivationCodeSequence, code);
}

void addCommonInstanceReference(ValueWriter& dataset, const FilmSource& film)
{
    dataset.addItem(DCM_ReferencedSeriesSequence, [&film](ValueWriter& series) {
        series.text(DCM_SeriesInstanceUID, film.seriesInstanceUid);
        series.addItem(DCM_ReferencedInstanceSequence,
                       [&film](ValueWriter& item) { addInstance(item, film); });
    });
}

void addEvidence(ValueWriter& dataset, const FilmSource& film)
{
    dataset.addItem(DCM_CurrentRequestedProcedureEvidenceSequence, [&film](ValueWriter& study) {
        study.addItem(DCM_ReferencedSeriesSequence, [&film](ValueWriter& series) {
            series.addItem(DCM_ReferencedSOPSequence,
                           [&film](ValueWriter& item) { addInstance(item, film); });
            series.text(DCM_SeriesInstanceUID, film.seriesInstanceUid);
        });
        study.text(DCM_StudyInstanceUID, film.studyInstanceUid);
    });
}

void addBurnedIn(ValueWriter& dataset, const FilmSource& film, bool writesWords)
{
    const QString burnedIn = writesWords ? u"YES"_s : film.burnedIn;
    if (!burnedIn.isEmpty())
        dataset.text(DCM_BurnedInAnnotation, burnedIn);
}

void addLossy(ValueWriter& dataset, const FilmSource& film, bool always)
{
    if (!film.lossy) {
        if (always)
            dataset.text(DCM_LossyImageCompression, "00");
        return;
    }
    dataset.text(DCM_LossyImageCompression, "01");
    if (!film.lossy->ratios.isEmpty())
        dataset.texts(DCM_LossyImageCompressionRatio, film.lossy->ratios);
    if (!film.lossy->methods.isEmpty())
        dataset.texts(DCM_LossyImageCompressionMethod, film.lossy->methods);
}

void addGeometry(ValueWriter& dataset, const FilmSource& film, bool turned)
{
    if (turned || film.rowDirection.isEmpty())
        dataset.empty(DCM_PatientOrientation);
    else
        dataset.texts(DCM_PatientOrientation, {film.rowDirection, film.columnDirection});
    const QString side = film.imageLaterality.isEmpty() ? film.laterality : film.imageLaterality;
    if (!side.isEmpty())
        dataset.text(DCM_ImageLaterality, side);
}

Result<ResultObject> finished(ValueWriter& writer, DcmDataset& dataset, const ObjectHeader& header)
{
    if (auto written = writer.result(); !written)
        return written.error();
    const auto textOf = [&dataset](const DcmTagKey& tag) {
        OFString text;
        static_cast<void>(dataset.findAndGetOFString(tag, text));
        return QString::fromLatin1(text.c_str());
    };
    ResultObject object;
    object.kind = header.kind;
    object.sopClassUid = textOf(DCM_SOPClassUID);
    object.sopInstanceUid = textOf(DCM_SOPInstanceUID);
    object.seriesInstanceUid = textOf(DCM_SeriesInstanceUID);
    auto bytes = fileBytes(dataset);
    if (!bytes)
        return bytes.error();
    object.bytes = *std::move(bytes);
    return object;
}

} // namespace ccad::results
