// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/cleaner.h"

namespace ccad {

namespace {

constexpr quint32 charsetTag = 0x00080005;

void gather(const DataItem& item, const CleaningPlan& plan, const imaging::TextDecoder& above,
            bool isNested, IdentityWords& words)
{
    const DataElement* charset = item.find(charsetTag);
    const imaging::TextDecoder own(charset ? charset->value : QByteArray());
    const imaging::TextDecoder& decoder = charset ? own : above;
    for (const DataElement& element : item.elements) {
        for (const DataItem& held : element.items)
            gather(held, plan, decoder, true, words);
        const bool isPersonName = element.vr == "PN";
        const bool isUid = element.vr == "UI";
        if (!isPersonName && !isUid && !plan.table->isIdentifying(element.tag))
            continue;
        const auto action = actionFor(*plan.table, plan.options,
                                      {element.tag, element.vr, plan.sopClass, isNested});
        if (action == DeidAction::Keep)
            continue;
        if (!isUid) {
            words.add(decoder.decode(element.value, element.vr.toStdString()), element.value,
                      isPersonName);
        } else if (action == DeidAction::NewUid) {
            for (const QByteArray& uid : element.value.split('\\'))
                if (!isWellKnownUid(trimmedValue(uid)))
                    words.addUid(trimmedValue(uid));
        }
    }
}

} // namespace

bool isWellKnownUid(const QByteArray& uid)
{
    return uid.startsWith("1.2.840.10008.");
}

QByteArray patientIdentity(const DataItem& dataset)
{
    constexpr quint32 patientId = 0x00100020;
    constexpr quint32 issuer = 0x00100021;
    constexpr quint32 name = 0x00100010;
    constexpr quint32 birthDate = 0x00100030;
    constexpr quint32 studyUid = 0x0020000D;
    if (const QByteArray id = valueOf(dataset, patientId); !id.isEmpty())
        return id + '\n' + valueOf(dataset, issuer);
    if (const QByteArray who = valueOf(dataset, name); !who.isEmpty())
        return who + '\n' + valueOf(dataset, birthDate);
    return valueOf(dataset, studyUid);
}

IdentityWords gatherIdentity(const DataItem& dataset, const CleaningPlan& plan)
{
    IdentityWords words(*plan.table);
    gather(dataset, plan, imaging::TextDecoder(), false, words);
    return words;
}

} // namespace ccad
