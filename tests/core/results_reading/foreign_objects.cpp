// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/results_reading/foreign_objects.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

void check(const OFCondition& condition)
{
    if (condition.bad())
        qFatal("A foreign object cannot be made: %s", condition.text());
}
void check(bool isDone)
{
    if (!isDone)
        qFatal("A foreign object cannot be made.");
}
void check(std::size_t node)
{
    check(node > 0);
}

QByteArray bytesOf(DcmFileFormat& file)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"object.dcm"_s);
    check(file.saveFile(path.toLocal8Bit().constData(), EXS_LittleEndianExplicit));
    QFile written(path);
    check(written.open(QIODevice::ReadOnly));
    return written.readAll();
}

void put(DcmItem& item, const DcmTag& tag, const QByteArray& value)
{
    check(item.putAndInsertString(tag, value.constData()));
}

void addPatient(DcmItem& dataset, const ForeignFilm& film)
{
    put(dataset, DCM_PatientID, film.patientId);
    put(dataset, DCM_PatientName, film.patientName);
}

DSRCodedEntryValue code(const char* value, const char* scheme, const char* meaning)
{
    return {value, scheme, meaning};
}

void addTextItems(DSRDocumentTree& tree)
{
    check(tree.addContentItem(DSRTypes::RT_hasObsContext, DSRTypes::VT_PName,
                              DSRTypes::AM_belowCurrent));
    check(
        tree.getCurrentContentItem().setConceptName(code("121008", "DCM", "Person Observer Name")));
    check(tree.getCurrentContentItem().setStringValue("Curie^Marie^^Dr."));
    check(tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Text));
    check(tree.getCurrentContentItem().setConceptName(code("121071", "DCM", "Finding")));
    check(tree.getCurrentContentItem().setStringValue("Tr\xC3\xBC"
                                                      "bung links"));
    check(tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Code));
    check(tree.getCurrentContentItem().setConceptName(code("121073", "DCM", "Impression")));
    check(tree.getCurrentContentItem().setCodeValue(code("233604007", "SCT", "Pneumonia")));
    check(tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Date));
    check(tree.getCurrentContentItem().setConceptName(code("111060", "DCM", "Study Date")));
    check(tree.getCurrentContentItem().setStringValue("20261123"));
}

void addRegionItems(DSRDocumentTree& tree, const ForeignFilm& film)
{
    check(tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Num));
    check(tree.getCurrentContentItem().setConceptName(code("121211", "DCM", "Path length")));
    check(tree.getCurrentContentItem().setNumericValue(
        DSRNumericMeasurementValue("12.5", code("mm", "UCUM", "millimeter"))));
    check(tree.addContentItem(DSRTypes::RT_inferredFrom, DSRTypes::VT_SCoord,
                              DSRTypes::AM_belowCurrent));
    check(tree.getCurrentContentItem().setConceptName(code("111030", "DCM", "Image Region")));
    DSRSpatialCoordinatesValue circle(DSRTypes::GT_Circle);
    circle.getGraphicDataList().addItem(40, 30);
    circle.getGraphicDataList().addItem(50, 30);
    check(tree.getCurrentContentItem().setSpatialCoordinates(circle));
    check(tree.addContentItem(DSRTypes::RT_selectedFrom, DSRTypes::VT_Image,
                              DSRTypes::AM_belowCurrent));
    check(tree.getCurrentContentItem().setImageReference(
        DSRImageReferenceValue(film.sopClassUid.constData(), film.sopInstanceUid.constData())));
}

} // namespace

QByteArray foreignReport(const ForeignFilm& film)
{
    DSRDocument document(DSRTypes::DT_ComprehensiveSR);
    check(document.setSpecificCharacterSetType(DSRTypes::CS_UTF8));
    check(document.setPatientID(film.patientId.constData()));
    check(document.setPatientName(film.patientName.constData()));
    check(document.setManufacturer("Somebody else"));
    check(document.setSeriesDescription("Foreign report"));
    DSRDocumentTree& tree = document.getTree();
    check(tree.addContentItem(DSRTypes::RT_isRoot, DSRTypes::VT_Container));
    check(tree.getCurrentContentItem().setConceptName(code("11528-7", "LN", "Radiology Report")));
    addTextItems(tree);
    addRegionItems(tree, film);
    DcmFileFormat file;
    check(document.write(*file.getDataset()));
    return bytesOf(file);
}

QByteArray foreignState(const ForeignFilm& film, const std::function<void(DcmDataset&)>& fill)
{
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    put(dataset, DCM_SOPClassUID, UID_GrayscaleSoftcopyPresentationStateStorage);
    put(dataset, DCM_SOPInstanceUID, "1.2.3.4.99");
    put(dataset, DCM_Modality, "PR");
    put(dataset, DCM_ContentLabel, "FOREIGN");
    put(dataset, DCM_ContentCreatorName, "Curie^Marie");
    put(dataset, DCM_PresentationCreationDate, "20261123");
    put(dataset, DCM_PresentationCreationTime, "140500");
    addPatient(dataset, film);
    DcmItem* series = nullptr;
    DcmItem* image = nullptr;
    check(dataset.findOrCreateSequenceItem(DCM_ReferencedSeriesSequence, series));
    check(series->findOrCreateSequenceItem(DCM_ReferencedImageSequence, image));
    put(*image, DCM_ReferencedSOPClassUID, film.sopClassUid);
    put(*image, DCM_ReferencedSOPInstanceUID, film.sopInstanceUid);
    fill(dataset);
    return bytesOf(file);
}

void addGraphic(DcmItem& annotation, const char* type, const char* units,
                const std::vector<float>& coordinates, const char* filled)
{
    DcmItem* graphic = nullptr;
    check(annotation.findOrCreateSequenceItem(DCM_GraphicObjectSequence, graphic, -2));
    put(*graphic, DCM_GraphicAnnotationUnits, units);
    put(*graphic, DCM_GraphicType, type);
    check(graphic->putAndInsertUint16(DCM_GraphicDimensions, 2));
    check(graphic->putAndInsertUint16(DCM_NumberOfGraphicPoints,
                                      static_cast<Uint16>(coordinates.size() / 2)));
    check(
        graphic->putAndInsertFloat32Array(DCM_GraphicData, coordinates.data(), coordinates.size()));
    if (filled != nullptr)
        put(*graphic, DCM_GraphicFilled, filled);
}

/// By hand: no library writes it.
QByteArray nestedReport(int depth)
{
    const auto number = [](quint32 value, int bytes) {
        QByteArray text;
        for (int i = 0; i < bytes; ++i)
            text.append(static_cast<char>(value >> (8 * i) & 0xFF));
        return text;
    };
    const auto tag
        = [&](quint32 value) { return number(value >> 16, 2) + number(value & 0xFFFF, 2); };
    const auto text = [&](quint32 which, const char* vr, QByteArray value) {
        if (value.size() % 2 != 0)
            value.append('\0');
        return tag(which) + vr + number(static_cast<quint32>(value.size()), 2) + value;
    };
    QByteArray bytes(128, '\0');
    bytes += "DICM";
    bytes += text(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.88.11");
    bytes += text(0x00020010, "UI", "1.2.840.10008.1.2.1");
    bytes += text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11");
    bytes += text(0x00080018, "UI", "1.2.3");
    const QByteArray container = text(0x0040A040, "CS", "CONTAINER ");
    bytes += container;
    constexpr quint32 undefined = 0xFFFFFFFF;
    const QByteArray opening = tag(0x0040A730) + "SQ" + number(0, 2) + number(undefined, 4)
        + tag(0xFFFEE000) + number(undefined, 4) + container;
    const QByteArray closing = tag(0xFFFEE00D) + number(0, 4) + tag(0xFFFEE0DD) + number(0, 4);
    for (int i = 0; i < depth; ++i)
        bytes += opening;
    for (int i = 0; i < depth; ++i)
        bytes += closing;
    return bytes;
}

} // namespace ccad::test
