// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/internal/reader_files.h"

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/benchmark/jpeg2000/jpeg2000_encoder.h"
#include "core/imaging/pictures/picture_writer.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>
#include <dcmtk/oflog/oflog.h>

#include <QFile>

#include <algorithm>
#include <cmath>
#include <mutex>

using namespace Qt::StringLiterals;

namespace ccad::benchmark {

namespace {

constexpr int highest = 4095;

void registerEncoders()
{
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DJEncoderRegistration::registerCodecs();
        DJLSEncoderRegistration::registerCodecs();
        DcmRLEEncoderRegistration::registerCodecs();
    });
}

GrayImage8 inBytes(const Drawing& drawing)
{
    GrayImage8 image{drawing.columns, drawing.rows, {}};
    for (const std::uint16_t pixel : drawing.pixels)
        image.pixels.push_back(static_cast<std::uint8_t>(pixel >> 4));
    return image;
}

void putTags(DcmDataset& dataset, const Drawing& drawing, int bits)
{
    dataset.putAndInsertString(DCM_SOPClassUID, UID_DigitalXRayImageStorageForPresentation);
    dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.1");
    dataset.putAndInsertString(DCM_Modality, "DX");
    dataset.putAndInsertString(DCM_BodyPartExamined, "CHEST");
    dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(drawing.rows));
    dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(drawing.columns));
    dataset.putAndInsertUint16(DCM_SamplesPerPixel, 1);
    dataset.putAndInsertUint16(DCM_BitsAllocated, bits > 8 ? 16 : 8);
    dataset.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(bits));
    dataset.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(bits - 1));
    dataset.putAndInsertUint16(DCM_PixelRepresentation, 0);
    dataset.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
    dataset.putAndInsertString(DCM_WindowCenter, bits > 8 ? "2048" : "128");
    dataset.putAndInsertString(DCM_WindowWidth, bits > 8 ? "4096" : "256");
}

OFCondition putPixels(DcmDataset& dataset, const Drawing& drawing, int bits)
{
    if (bits > 8)
        return dataset.putAndInsertUint16Array(DCM_PixelData, drawing.pixels.data(),
                                               static_cast<unsigned long>(drawing.pixels.size()));
    GrayImage8 image = inBytes(drawing);
    if (image.pixels.size() % 2 != 0)
        image.pixels.push_back(0);
    return dataset.putAndInsertUint8Array(DCM_PixelData, image.pixels.data(),
                                          static_cast<unsigned long>(image.pixels.size()));
}

OFCondition putCodestream(DcmDataset& dataset, QByteArray stream)
{
    if (stream.isEmpty())
        return EC_CannotChangeRepresentation;
    if (stream.size() % 2 != 0)
        stream.append('\0');
    auto fragments = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
    fragments->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB)));
    auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    item->putUint8Array(reinterpret_cast<const Uint8*>(stream.constData()),
                        static_cast<unsigned long>(stream.size()));
    fragments->insert(item.release());
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    pixels->putOriginalRepresentation(EXS_JPEG2000LosslessOnly, nullptr, fragments.release());
    return dataset.insert(pixels.release(), OFTrue);
}

E_TransferSyntax syntaxOf(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Rle:
        return EXS_RLELossless;
    case Encoding::JpegLossless:
        return EXS_JPEGProcess14SV1;
    case Encoding::JpegLs:
        return EXS_JPEGLSLossless;
    case Encoding::Jpeg2000:
        return EXS_JPEG2000LosslessOnly;
    case Encoding::JpegInDicom:
        return EXS_JPEGProcess1;
    default:
        return EXS_LittleEndianExplicit;
    }
}

OFCondition compress(DcmDataset& dataset, Encoding encoding)
{
    switch (encoding) {
    case Encoding::Rle: {
        const DcmRLERepresentationParameter parameter;
        return dataset.chooseRepresentation(syntaxOf(encoding), &parameter);
    }
    case Encoding::JpegLossless: {
        const DJ_RPLossless parameter(1, 0);
        return dataset.chooseRepresentation(syntaxOf(encoding), &parameter);
    }
    case Encoding::JpegLs: {
        const DJLSRepresentationParameter parameter(0, OFTrue);
        return dataset.chooseRepresentation(syntaxOf(encoding), &parameter);
    }
    case Encoding::JpegInDicom: {
        const DJ_RPLossy parameter(90);
        return dataset.chooseRepresentation(syntaxOf(encoding), &parameter);
    }
    default:
        return EC_Normal;
    }
}

OFCondition writeDicom(const Drawing& drawing, Encoding encoding, const QString& path)
{
    registerEncoders();
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    const int bits = encoding == Encoding::JpegInDicom ? 8 : 12;
    putTags(dataset, drawing, bits);
    OFCondition done = encoding == Encoding::Jpeg2000
        ? putCodestream(dataset,
                        encodeJpeg2000({.columns = drawing.columns,
                                        .rows = drawing.rows,
                                        .bits = bits,
                                        .values = {drawing.pixels.begin(), drawing.pixels.end()}}))
        : putPixels(dataset, drawing, bits);
    if (done.good())
        done = compress(dataset, encoding);
    if (done.good())
        done = file.saveFile(QFile::encodeName(path).constData(), syntaxOf(encoding));
    return done;
}

} // namespace

Drawing drawRadiograph(int columns, int rows)
{
    Drawing drawing{columns, rows, {}};
    drawing.pixels.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    Random random(1);
    constexpr std::size_t grain = 41;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            // Two dark lungs with ribs across them, and an uneven detector.
            const double u = (x + 0.5) / columns;
            const double v = (y + 0.5) / rows;
            const double side = (std::abs(u - 0.5) - 0.23) / 0.16;
            const double lung = std::exp(-side * side - std::pow((v - 0.5) / 0.3, 4));
            const double ribs = 0.08 * std::sin(60 * (v + 0.3 * u * u));
            const double grey = 0.8 - 0.55 * lung + ribs * lung + 0.05 * v;
            const double noise = static_cast<double>(random.below(grain)) - grain / 2.0;
            drawing.pixels.push_back(
                static_cast<std::uint16_t>(std::clamp(grey * highest + noise, 0.0, 4095.0)));
        }
    return drawing;
}

QString nameOf(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Uncompressed:
        return u"DICOM, uncompressed"_s;
    case Encoding::Rle:
        return u"DICOM, RLE"_s;
    case Encoding::JpegLossless:
        return u"DICOM, lossless JPEG"_s;
    case Encoding::JpegLs:
        return u"DICOM, lossless JPEG-LS"_s;
    case Encoding::Jpeg2000:
        return u"DICOM, lossless JPEG 2000"_s;
    case Encoding::JpegInDicom:
        return u"DICOM, JPEG of 8 bits"_s;
    case Encoding::Png8:
        return u"PNG"_s;
    case Encoding::Jpeg:
        return u"JPEG"_s;
    }
    return {};
}

Result<void> writeDrawing(const Drawing& drawing, Encoding encoding, const QString& path)
{
    if (encoding == Encoding::Png8)
        return writeFileAtomically(path, pngBytes(inBytes(drawing)));
    if (encoding == Encoding::Jpeg)
        return writeFileAtomically(path, jpegBytes(inBytes(drawing)));
    if (const OFCondition done = writeDicom(drawing, encoding, path); done.bad())
        return Error{ErrorCode::WriteFailed,
                     u"Cannot write a picture as \"%1\" to %2: %3."_s.arg(
                         nameOf(encoding), path, QString::fromLatin1(done.text())),
                     path};
    return {};
}

} // namespace ccad::benchmark
