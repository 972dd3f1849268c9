// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_dataset.h"

#include "core/imaging/dicom/tag_values.h"

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr quint32 charsetTag = 0x00080005;
/// Text is at most what explicit VR can write; bulk, eight times the largest LUT: segments may be
/// longer than what they expand to.
constexpr std::size_t mostTextBytes = 65534;
constexpr std::size_t mostBulkBytes = std::size_t{1} << 20;

/// The numbers of a value, in the machine's byte order; surplus bytes are left out.
template <typename Number> std::vector<Number> numbersOf(const WantedValue& value)
{
    using Bits = std::conditional_t<sizeof(Number) == 2, quint16,
                                    std::conditional_t<sizeof(Number) == 4, quint32, quint64>>;
    const std::string_view bytes = value.bytes.substr(0, mostBulkBytes);
    std::vector<Number> numbers;
    numbers.reserve(bytes.size() / sizeof(Number));
    for (std::size_t at = 0; at + sizeof(Number) <= bytes.size(); at += sizeof(Number)) {
        const void* from = bytes.data() + at;
        numbers.push_back(std::bit_cast<Number>(value.bigEndian ? qFromBigEndian<Bits>(from)
                                                                : qFromLittleEndian<Bits>(from)));
    }
    return numbers;
}

OFCondition putText(DcmElement& element, const WantedValue& value, const TextDecoder& decoder)
{
    const std::string_view bytes = value.bytes.substr(0, mostTextBytes);
    const QByteArray raw(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const QByteArray utf8 = decoder.decode(untilNul(raw), value.vr.toStdString()).toUtf8();
    return element.putOFStringArray(
        OFString(utf8.constData(), static_cast<std::size_t>(utf8.size())));
}

OFCondition putBytes(DcmElement& element, const WantedValue& value)
{
    const std::string_view bytes = value.bytes.substr(0, mostBulkBytes);
    return element.putUint8Array(reinterpret_cast<const Uint8*>(bytes.data()), bytes.size());
}

OFCondition putValue(DcmElement& element, const WantedValue& value, const TextDecoder& decoder)
{
    const auto put = [&]<typename Number>(auto function, Number) {
        const std::vector<Number> numbers = numbersOf<Number>(value);
        return (element.*function)(numbers.data(), numbers.size());
    };
    switch (element.getVR()) {
    case EVR_UT:
        return putText(element, value, decoder);
    case EVR_US:
    case EVR_OW:
        return put(&DcmElement::putUint16Array, Uint16{});
    case EVR_SS:
        return put(&DcmElement::putSint16Array, Sint16{});
    case EVR_UL:
        return put(&DcmElement::putUint32Array, Uint32{});
    case EVR_SL:
        return put(&DcmElement::putSint32Array, Sint32{});
    case EVR_FL:
        return put(&DcmElement::putFloat32Array, Float32{});
    case EVR_FD:
        return put(&DcmElement::putFloat64Array, Float64{});
    default: // OB, UN
        return putBytes(element, value);
    }
}

/// The VR under which DCMTK gets the value: UT, a VR of numbers, or one of bytes.
DcmEVR formOf(const QByteArray& vr)
{
    static constexpr std::array<std::pair<std::string_view, DcmEVR>, 8> others = {{{"US", EVR_US},
                                                                                   {"SS", EVR_SS},
                                                                                   {"UL", EVR_UL},
                                                                                   {"SL", EVR_SL},
                                                                                   {"FL", EVR_FL},
                                                                                   {"FD", EVR_FD},
                                                                                   {"OW", EVR_OW},
                                                                                   {"OB", EVR_OB}}};
    const std::string name = vr.toStdString();
    if (isText(name))
        return EVR_UT;
    const auto it = std::find_if(others.begin(), others.end(),
                                 [&name](const auto& other) { return other.first == name; });
    return it == others.end() ? EVR_UN : it->second;
}

OFCondition insertValue(DcmItem& item, const WantedValue& value, const TextDecoder& decoder)
{
    if (value.bytes.empty())
        return EC_Normal;
    DcmElement* made = nullptr;
    OFCondition state
        = DcmItem::newDicomElementWithVR(made, DcmTag(keyOf(value.tag), DcmVR(formOf(value.vr))));
    std::unique_ptr<DcmElement> element(made);
    if (state.good())
        state = putValue(*element, value, decoder);
    if (state.good())
        state = item.insert(element.get());
    if (state.good())
        static_cast<void>(element.release()); // it is the item's
    return state;
}

/// Recurses as deep as usedTags goes, whatever the file does.
OFCondition fill(DcmItem& item, const WantedItem& wanted, const TextDecoder& outer)
{
    const auto charset
        = std::find_if(wanted.values.begin(), wanted.values.end(),
                       [](const WantedValue& value) { return value.tag == charsetTag; });
    std::optional<TextDecoder> own;
    if (charset != wanted.values.end())
        own.emplace(QByteArray(
            charset->bytes.data(),
            static_cast<qsizetype>(std::min<std::size_t>(charset->bytes.size(), mostTextBytes))));
    const TextDecoder& decoder = own ? *own : outer;
    for (const WantedValue& value : wanted.values) {
        if (const OFCondition state = insertValue(item, value, decoder); state.bad())
            return state;
    }
    for (const WantedSequence& sequence : wanted.sequences)
        for (const WantedItem& child : sequence.items) {
            auto filled = std::make_unique<DcmItem>();
            OFCondition state = fill(*filled, child, decoder);
            if (state.good())
                state = item.insertSequenceItem(DcmTag(keyOf(sequence.tag), DcmVR(EVR_SQ)),
                                                filled.get(), -2);
            if (state.bad())
                return state;
            static_cast<void>(filled.release()); // it is the sequence's
        }
    return EC_Normal;
}

} // namespace

Result<std::unique_ptr<DcmDataset>> datasetOf(const WantedItem& wanted)
{
    auto dataset = std::make_unique<DcmDataset>();
    if (const OFCondition state = fill(*dataset, wanted, TextDecoder()); state.bad())
        return Error{
            ErrorCode::Internal,
            u"DCMTK does not take a value of it (%1)"_s.arg(QString::fromLatin1(state.text())),
            {}};
    return dataset;
}

} // namespace ccad::imaging
