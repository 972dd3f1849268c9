// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dicom_writer.h"

#include "core/benchmark/jpeg2000/jpeg2000_encoder.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <dcmtk/dcmimage/diregist.h> // without it, DicomImage knows no colours
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>
#include <dcmtk/oflog/oflog.h>

#include <QFile>
#include <QTemporaryDir>

#include <memory>
#include <mutex>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

void registerEncoders()
{
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never);
        DJLSEncoderRegistration::registerCodecs();
        DcmRLEEncoderRegistration::registerCodecs();
    });
}

void check(const OFCondition& condition, const char* what)
{
    if (condition.bad())
        qFatal("Cannot write the test file: %s: %s", what, condition.text());
}

void putCommonTags(DcmDataset& dataset, const DicomSpec& spec)
{
    dataset.putAndInsertString(DCM_SOPClassUID, UID_DigitalXRayImageStorageForPresentation);
    dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.101");
    dataset.putAndInsertString(DCM_StudyInstanceUID, "2.25.102");
    dataset.putAndInsertString(DCM_SeriesInstanceUID, "2.25.103");
    dataset.putAndInsertString(DCM_Modality, "DX");
    dataset.putAndInsertString(DCM_BodyPartExamined, "CHEST");
    dataset.putAndInsertString(DCM_ViewPosition, "PA");
    dataset.putAndInsertString(DCM_PatientName, "CCAD^TEST");
    dataset.putAndInsertString(DCM_PatientID, "TEST");
    dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(spec.rows));
    dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(spec.columns));
    dataset.putAndInsertUint16(DCM_SamplesPerPixel, static_cast<Uint16>(spec.samplesPerPixel));
    dataset.putAndInsertUint16(DCM_BitsAllocated, static_cast<Uint16>(spec.bitsAllocated));
    dataset.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(spec.bitsStored));
    dataset.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(spec.highBit));
    dataset.putAndInsertUint16(DCM_PixelRepresentation, spec.isSigned ? 1 : 0);
    dataset.putAndInsertString(DCM_PhotometricInterpretation,
                               spec.photometric.toLatin1().constData());
    if (spec.samplesPerPixel > 1)
        dataset.putAndInsertUint16(DCM_PlanarConfiguration, spec.colorByPlane ? 1 : 0);
    if (spec.frames > 1)
        dataset.putAndInsertString(DCM_NumberOfFrames, QByteArray::number(spec.frames).constData());
}

/// The samples as little endian words of bitsAllocated, padded to an even length.
QByteArray packed(const DicomSpec& spec)
{
    QByteArray bytes;
    const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << spec.bitsStored) - 1);
    const int shift = spec.highBit + 1 - spec.bitsStored;
    if (spec.bitsAllocated == 1) {
        bytes.fill(0, static_cast<qsizetype>((spec.values.size() + 7) / 8));
        for (std::size_t i = 0; i < spec.values.size(); ++i) {
            if (spec.values[i] != 0)
                bytes[static_cast<qsizetype>(i / 8)]
                    = static_cast<char>(bytes[static_cast<qsizetype>(i / 8)] | 1 << (i % 8));
        }
    } else {
        for (const std::int32_t value : spec.values) {
            const std::uint32_t word
                = (static_cast<std::uint32_t>(value) & mask) << shift | spec.foreignBits;
            for (int bit = 0; bit < spec.bitsAllocated; bit += 8)
                bytes.append(static_cast<char>(word >> bit & 0xFF));
        }
    }
    if (bytes.size() % 2 != 0)
        bytes.append('\0');
    return bytes;
}

void putNativePixels(DcmDataset& dataset, const DicomSpec& spec)
{
    const QByteArray bytes = packed(spec);
    if (spec.bitsAllocated <= 8) {
        auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
        pixels->setVR(EVR_OB);
        check(pixels->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()),
                                    static_cast<unsigned long>(bytes.size())),
              "pixels");
        check(dataset.insert(pixels.release(), OFTrue), "pixels");
        return;
    }
    check(dataset.putAndInsertUint16Array(DCM_PixelData,
                                          reinterpret_cast<const Uint16*>(bytes.constData()),
                                          static_cast<unsigned long>(bytes.size() / 2)),
          "pixels");
}

/// Each frame as a codestream, cut into spec.fragments pieces of even length.
void putJpeg2000Pixels(DcmDataset& dataset, const DicomSpec& spec, E_TransferSyntax syntax)
{
    auto sequence = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
    check(sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB))), "offset table");
    const std::size_t perFrame = spec.values.size() / static_cast<std::size_t>(spec.frames);
    for (int frame = 0; frame < spec.frames; ++frame) {
        benchmark::Jpeg2000Picture picture{spec.columns,
                                           spec.rows,
                                           spec.samplesPerPixel,
                                           spec.bitsStored,
                                           spec.isSigned,
                                           spec.jpeg2000Rate,
                                           spec.photometric == u"YBR_RCT"
                                               || spec.photometric == u"YBR_ICT",
                                           {}};
        const auto begin = spec.values.begin() + static_cast<std::ptrdiff_t>(perFrame) * frame;
        picture.values.assign(begin, begin + static_cast<std::ptrdiff_t>(perFrame));
        QByteArray stream = benchmark::encodeJpeg2000(picture);
        if (stream.isEmpty())
            qFatal("OpenJPEG cannot encode the test picture");
        if (stream.size() % 2 != 0)
            stream.append('\0');
        const qsizetype piece = (stream.size() / spec.fragments + 1) / 2 * 2 + 2;
        for (qsizetype at = 0; at < stream.size(); at += piece) {
            QByteArray bytes = stream.mid(at, piece);
            auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
            check(item->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()),
                                      static_cast<unsigned long>(bytes.size())),
                  "fragment");
            check(sequence->insert(item.release()), "fragment");
        }
    }
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    check(dataset.insert(pixels.release(), OFTrue), "pixels");
}

/// The stream of the spec as the only fragment.
void putStream(DcmDataset& dataset, const DicomSpec& spec, E_TransferSyntax syntax)
{
    auto sequence = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
    check(sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB))), "offset table");
    QByteArray bytes = spec.stream;
    if (bytes.size() % 2 != 0)
        bytes.append('\0');
    auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    check(item->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()),
                              static_cast<unsigned long>(bytes.size())),
          "fragment");
    check(sequence->insert(item.release()), "fragment");
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    check(dataset.insert(pixels.release(), OFTrue), "pixels");
}

void compress(DcmDataset& dataset, const DicomSpec& spec, E_TransferSyntax syntax)
{
    switch (syntax) {
    case EXS_RLELossless: {
        const DcmRLERepresentationParameter parameter;
        check(dataset.chooseRepresentation(syntax, &parameter), "RLE");
        break;
    }
    case EXS_JPEGProcess1:
    case EXS_JPEGProcess2_4: {
        const DJ_RPLossy parameter(spec.jpegQuality);
        check(dataset.chooseRepresentation(syntax, &parameter), "JPEG");
        break;
    }
    case EXS_JPEGProcess14:
    case EXS_JPEGProcess14SV1: {
        const DJ_RPLossless parameter(syntax == EXS_JPEGProcess14 ? 6 : 1, 0);
        check(dataset.chooseRepresentation(syntax, &parameter), "lossless JPEG");
        break;
    }
    case EXS_JPEGLSLossless: {
        const DJLSRepresentationParameter parameter(0, OFTrue);
        check(dataset.chooseRepresentation(syntax, &parameter), "JPEG-LS");
        break;
    }
    case EXS_JPEGLSLossy: {
        const DJLSRepresentationParameter parameter(static_cast<Uint16>(spec.nearLossless),
                                                    OFFalse);
        check(dataset.chooseRepresentation(syntax, &parameter), "JPEG-LS");
        break;
    }
    default:
        break;
    }
}

/// Cuts preamble and meta header off: group 0002 is explicit little endian, its first element the
/// length of the rest.
QByteArray withoutMeta(const QByteArray& bytes)
{
    const auto* at = reinterpret_cast<const std::uint8_t*>(bytes.constData()) + 140;
    const qsizetype length = at[0] | at[1] << 8 | at[2] << 16;
    return bytes.mid(144 + length);
}

} // namespace

QByteArray writeDicom(const DicomSpec& spec)
{
    registerEncoders();
    const E_TransferSyntax syntax = DcmXfer(spec.transferSyntax.constData()).getXfer();
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    putCommonTags(dataset, spec);
    if (!spec.stream.isEmpty())
        putStream(dataset, spec, syntax);
    else if (syntax == EXS_JPEG2000 || syntax == EXS_JPEG2000LosslessOnly)
        putJpeg2000Pixels(dataset, spec, syntax);
    else
        putNativePixels(dataset, spec);
    if (spec.tags)
        spec.tags(dataset);
    if (spec.stream.isEmpty())
        compress(dataset, spec, syntax);

    const QTemporaryDir folder;
    const QString path = folder.filePath(u"test.dcm"_s);
    check(file.saveFile(path.toLocal8Bit().constData(), syntax), "saving");
    QFile saved(path);
    if (!saved.open(QIODevice::ReadOnly))
        qFatal("Cannot read the test file back");
    const QByteArray bytes = saved.readAll();
    if (!spec.withMeta)
        return withoutMeta(bytes);
    return spec.withPreamble ? bytes : bytes.mid(132);
}

void addLut(DcmDataset& dataset, bool voi, int first, int bits,
            const std::vector<std::uint16_t>& entries, const char* words)
{
    DcmItem* item = nullptr;
    check(dataset.findOrCreateSequenceItem(voi ? DCM_VOILUTSequence : DCM_ModalityLUTSequence, item,
                                           -2),
          "LUT");
    const auto count = entries.size() == 65536 ? 0 : static_cast<int>(entries.size());
    // The first value of the descriptor is signed where modality values are (VR "US or SS").
    if (first < 0) {
        const Sint16 descriptor[]
            = {static_cast<Sint16>(count), static_cast<Sint16>(first), static_cast<Sint16>(bits)};
        check(item->putAndInsertSint16Array(DcmTag(DCM_LUTDescriptor, EVR_SS), descriptor, 3),
              "LUT descriptor");
    } else {
        const Uint16 descriptor[]
            = {static_cast<Uint16>(count), static_cast<Uint16>(first), static_cast<Uint16>(bits)};
        check(item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3),
              "LUT descriptor");
    }
    check(item->putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_US), entries.data(),
                                        static_cast<unsigned long>(entries.size())),
          "LUT data");
    check(item->putAndInsertString(DCM_LUTExplanation, words), "LUT explanation");
    if (!voi)
        check(item->putAndInsertString(DCM_ModalityLUTType, "US"), "LUT type");
}

} // namespace ccad::test
