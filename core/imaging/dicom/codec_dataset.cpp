// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/codec_dataset.h"

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Inserts an item, which the sequence then owns.
OFCondition insertItem(DcmPixelSequence& sequence, const QByteArray& bytes)
{
    auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    OFCondition state = EC_Normal;
    if (!bytes.isEmpty())
        state = item->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()),
                                    static_cast<unsigned long>(bytes.size()));
    if (state.good())
        state = sequence.insert(item.get());
    if (state.good())
        static_cast<void>(item.release());
    return state;
}

} // namespace

Result<std::unique_ptr<DcmPixelData>> holderOf(const QByteArray& stream, E_TransferSyntax syntax)
{
    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
    for (const QByteArray& item : {QByteArray(), stream}) {
        if (const OFCondition state = insertItem(*sequence, item); state.bad())
            return Error{ErrorCode::Internal,
                         u"DCMTK does not take its compressed picture (%1)"_s.arg(
                             QString::fromLatin1(state.text())),
                         tagText(pixelDataTag)};
    }
    auto pixels = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, EVR_OB));
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    return pixels;
}

void writeFormat(DcmDataset& dataset, const PixelFormat& format)
{
    const auto put = [&dataset](const DcmTagKey& tag, int value) {
        dataset.putAndInsertUint16(tag, static_cast<Uint16>(value));
    };
    put(DCM_SamplesPerPixel, format.samples);
    put(DCM_PlanarConfiguration, format.colorByPlane ? 1 : 0);
    put(DCM_Rows, format.rows);
    put(DCM_Columns, format.columns);
    put(DCM_BitsAllocated, format.bitsAllocated);
    put(DCM_BitsStored, format.bitsStored);
    put(DCM_HighBit, format.highBit);
    put(DCM_PixelRepresentation, format.isSigned ? 1 : 0);
    dataset.putAndInsertString(DCM_PhotometricInterpretation,
                               format.photometric.toLatin1().constData());
    dataset.putAndInsertString(DCM_NumberOfFrames, "1");
}

} // namespace ccad::imaging
