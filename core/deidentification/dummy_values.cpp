// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/dummy_values.h"

#include "core/imaging/dicom/data_element.h"

#include <algorithm>

namespace ccad {

namespace {

struct Dummy
{
    QByteArrayView vr;
    QByteArrayView value;
};

constexpr Dummy texts[] = {
    {"AE", "ANONYMOUS"}, {"AS", "000Y"},      {"CS", "ANONYMOUS"},   {"DA", "19000101"},
    {"DS", "1"},         {"DT", "19000101"},  {"IS", "1"},           {"LO", "REMOVED"},
    {"LT", "REMOVED"},   {"PN", "ANONYMOUS"}, {"SH", "REMOVED"},     {"ST", "REMOVED"},
    {"TM", "000000"},    {"UC", "REMOVED"},   {"UR", "urn:removed"}, {"UT", "REMOVED"},
};

bool consistsOf(const QByteArray& text, QByteArrayView allowed)
{
    return std::all_of(text.begin(), text.end(), [&](char c) { return allowed.contains(c); });
}

bool isWholeNumber(const QByteArray& text)
{
    bool isOne = false;
    (void)text.toInt(&isOne);
    return isOne && consistsOf(text, "0123456789+-");
}

bool isDecimal(const QByteArray& text)
{
    bool isOne = false;
    (void)text.toDouble(&isOne);
    return isOne && consistsOf(text, "0123456789+-.eE");
}

bool isCode(const QByteArray& text)
{
    return text.size() <= 16 && consistsOf(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _");
}

bool isAge(const QByteArray& text)
{
    return text.size() == 4 && consistsOf(text.left(3), "0123456789")
        && QByteArrayView("DWMY").contains(text.back());
}

} // namespace

QByteArray dummyValue(const QByteArray& vr)
{
    for (const Dummy& dummy : texts)
        if (dummy.vr == vr)
            return dummy.value.toByteArray();
    if (vr == "UI" || vr == "SQ")
        return {};
    static constexpr QByteArrayView ofTwo = "OB OW SS UN US";
    static constexpr QByteArrayView ofEight = "FD OD OV SV UV";
    const qsizetype bytes = ofTwo.contains(vr) ? 2 : ofEight.contains(vr) ? 8 : 4;
    return QByteArray(bytes, '\0');
}

bool fitsVr(const QByteArray& value, const QByteArray& vr)
{
    const QList<QByteArray> values = value.split('\\');
    return std::all_of(values.begin(), values.end(), [&](const QByteArray& one) {
        const QByteArray text = trimmedValue(one);
        if (text.isEmpty())
            return true;
        if (vr == "IS")
            return isWholeNumber(text);
        if (vr == "DS")
            return isDecimal(text);
        if (vr == "CS")
            return isCode(text);
        return vr != "AS" || isAge(text);
    });
}

} // namespace ccad
