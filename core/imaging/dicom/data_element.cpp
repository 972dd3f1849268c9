// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/data_element.h"

#include <algorithm>

namespace ccad {

namespace {

bool isBefore(const DataElement& element, quint32 tag)
{
    return element.tag < tag;
}

} // namespace

const DataElement* DataItem::find(quint32 tag) const
{
    const auto it = std::lower_bound(elements.begin(), elements.end(), tag, isBefore);
    return it != elements.end() && it->tag == tag ? &*it : nullptr;
}

DataElement* DataItem::find(quint32 tag)
{
    return const_cast<DataElement*>(std::as_const(*this).find(tag));
}

void DataItem::put(DataElement element)
{
    const auto it = std::lower_bound(elements.begin(), elements.end(), element.tag, isBefore);
    if (it != elements.end() && it->tag == element.tag)
        *it = std::move(element);
    else
        elements.insert(it, std::move(element));
}

QByteArray trimmedValue(const QByteArray& value)
{
    qsizetype end = value.size();
    while (end > 0 && (value[end - 1] == ' ' || value[end - 1] == '\0'))
        --end;
    qsizetype begin = 0;
    while (begin < end && value[begin] == ' ')
        ++begin;
    // A copy of its own: the value may be a view of a file that is gone before what is made of it.
    return QByteArray(value.constData() + begin, end - begin);
}

QByteArray valueOf(const DataItem& item, quint32 tag)
{
    const DataElement* element = item.find(tag);
    return element ? trimmedValue(element->value) : QByteArray();
}

} // namespace ccad
