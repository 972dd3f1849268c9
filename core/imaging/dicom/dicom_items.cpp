// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_items.h"

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

QString fromUtf8(const OFString& value)
{
    return QString::fromUtf8(value.c_str(), static_cast<qsizetype>(value.size())).trimmed();
}

} // namespace

QString text(DcmItem& item, const DcmTagKey& tag)
{
    DcmElement* element = nullptr;
    if (item.findAndGetElement(tag, element).bad() || !element)
        return {};
    // A writer that does not know a VR says UN, but its value is text all the same.
    Uint8* bytes = nullptr;
    if (element->getVR() == EVR_UN && element->getUint8Array(bytes).good() && bytes)
        return QString::fromUtf8(reinterpret_cast<const char*>(bytes),
                                 static_cast<qsizetype>(element->getLength()))
            .remove(QChar(u'\0'))
            .trimmed();
    OFString value;
    return element->getOFStringArray(value).good() ? fromUtf8(value) : QString();
}

QStringList texts(DcmItem& item, const DcmTagKey& tag)
{
    QStringList values;
    const QString all = text(item, tag);
    if (all.isEmpty())
        return values;
    for (const QString& value : all.split(QChar(u'\\')))
        values << value.trimmed();
    return values;
}

namespace {

/// Scripts write numbers as the type that their language has: UL, SL, IS; converters that do not
/// know a tag write UN, always in little endian.
std::optional<quint16> wordOfOtherType(DcmItem& item, const DcmTagKey& tag, unsigned long index)
{
    DcmElement* element = nullptr;
    if (item.findAndGetElement(tag, element).bad() || !element)
        return std::nullopt;
    Uint8* bytes = nullptr;
    if (element->getVR() == EVR_UN && element->getLength() / 2 > index
        && element->getUint8Array(bytes).good() && bytes)
        return qFromLittleEndian<quint16>(bytes + 2 * index);
    bool isNumber = false;
    const QString written = texts(item, tag).value(static_cast<qsizetype>(index));
    const quint16 number = written.toUShort(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace

std::optional<quint16> word(DcmItem& item, const DcmTagKey& tag, unsigned long index)
{
    Uint16 unsignedValue = 0;
    if (item.findAndGetUint16(tag, unsignedValue, index).good())
        return unsignedValue;
    Sint16 signedValue = 0;
    if (item.findAndGetSint16(tag, signedValue, index).good())
        return static_cast<quint16>(signedValue);
    return wordOfOtherType(item, tag, index);
}

Result<int> requiredWord(DcmItem& item, const DcmTagKey& tag, const char* name)
{
    const auto value = word(item, tag);
    const QString where = tagText(quint32{tag.getGroup()} << 16 | tag.getElement());
    if (!value)
        return broken(u"it has pixel data, but %1 %2 is missing or empty"_s.arg(
                          QString::fromLatin1(name), where),
                      where);
    return int{*value};
}

bool holdsAnything(DcmItem& item)
{
    for (unsigned long i = 0; i < item.card(); ++i) {
        DcmElement* element = item.getElement(i);
        if (element->getETag() == 0)
            continue; // the length of a group
        auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element);
        if (!sequence && element->getLength() > 0)
            return true;
        for (unsigned long k = 0; sequence && k < sequence->card(); ++k)
            if (holdsAnything(*sequence->getItem(k)))
                return true;
    }
    return false;
}

DcmItem* firstItem(DcmItem& item, const DcmTagKey& sequence)
{
    DcmItem* found = nullptr;
    const bool isThere = item.findAndGetSequenceItem(sequence, found, 0).good() && found;
    return isThere && holdsAnything(*found) ? found : nullptr;
}

DcmItem* functionalGroup(DcmItem& dataset, const DcmTagKey& group)
{
    for (const DcmTagKey& groups :
         {DCM_PerFrameFunctionalGroupsSequence, DCM_SharedFunctionalGroupsSequence}) {
        DcmItem* frame = firstItem(dataset, groups);
        if (DcmItem* found = frame ? firstItem(*frame, group) : nullptr)
            return found;
    }
    return nullptr;
}

} // namespace ccad::imaging
