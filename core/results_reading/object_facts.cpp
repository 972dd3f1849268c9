// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/object_facts.h"

#include "core/results_reading/internal/content_words.h"
#include "core/results_reading/internal/object_readers.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr std::size_t mostReferences = 10000;
constexpr quint32 referencedClass = 0x00081150;
constexpr quint32 referencedInstance = 0x00081155;
/// Referenced Image, Referenced SOP, Source Image and Referenced Instance Sequence.
constexpr std::array<quint32, 4> referring = {0x00081140, 0x00081199, 0x00082112, 0x0008114A};

std::optional<ObjectReference> referenceIn(const ItemReader& item)
{
    ObjectReference reference{item.text(referencedClass), item.text(referencedInstance), {}, {}};
    if (reference.sopInstanceUid.isEmpty())
        return std::nullopt;
    constexpr std::size_t mostFrames = 1000;
    reference.frames = item.integers(0x00081160, mostFrames);
    if (item.text(checksumCreatorTag) == QLatin1String(checksumCreator))
        reference.checksum = item.text(checksumTag);
    return reference;
}

/// Keeps each object once; one that is named as a whole takes the place of its frames.
void keep(std::vector<ObjectReference>& kept, ObjectReference reference)
{
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const ObjectReference& one) {
        return one.sopInstanceUid == reference.sopInstanceUid;
    });
    if (same == kept.end()) {
        if (kept.size() < mostReferences)
            kept.push_back(std::move(reference));
        return;
    }
    if (same->checksum.isEmpty())
        same->checksum = reference.checksum;
    if (same->frames.empty() || reference.frames.empty()) {
        same->frames.clear();
        return;
    }
    for (const int frame : reference.frames)
        if (std::find(same->frames.begin(), same->frames.end(), frame) == same->frames.end())
            same->frames.push_back(frame);
}

/// Those in all sequences below. The walk has limited their depth.
void collect(const ItemReader& item, std::vector<ObjectReference>& found)
{
    for (const DataElement& element : item.item().elements) {
        if (element.items.empty() || found.size() >= mostReferences)
            continue;
        const bool refers
            = std::find(referring.begin(), referring.end(), element.tag) != referring.end();
        for (const ItemReader& child : item.items(element.tag)) {
            if (auto reference = refers ? referenceIn(child) : std::nullopt)
                keep(found, *std::move(reference));
            collect(child, found);
        }
    }
}

QString madeIn(const ItemReader& dataset)
{
    struct Pair
    {
        quint32 date;
        quint32 time;
    };
    // Presentation Creation, Content, Instance Creation.
    constexpr std::array<Pair, 3> pairs
        = {{{0x00700082, 0x00700083}, {0x00080023, 0x00080033}, {0x00080012, 0x00080013}}};
    // What CCAD and others write where a date has to stand and none is known.
    static const QString noDate = u"19000101"_s;
    for (const Pair& pair : pairs)
        if (const QString date = dataset.text(pair.date); !date.isEmpty() && date != noDate)
            return u"%1 %2"_s.arg(dateWords(date), timeWords(dataset.text(pair.time))).trimmed();
    return {};
}

ObjectEquipment equipmentIn(const ItemReader& item)
{
    return {item.text(0x00080070), item.text(0x00081090), item.texts(0x00181020)};
}

} // namespace

bool ObjectReference::isTo(const QString& instance, int frame) const
{
    return !instance.isEmpty() && sopInstanceUid == instance
        && (frames.empty() || std::find(frames.begin(), frames.end(), frame) != frames.end());
}

bool ObjectFacts::refersTo(const QString& instance, int frame) const
{
    return std::any_of(references.begin(), references.end(),
                       [&](const ObjectReference& one) { return one.isTo(instance, frame); });
}

Belonging ObjectFacts::belongingTo(const QString& instance, const QString& checksum,
                                   int frame) const
{
    FilmObject object;
    for (const ObjectReference& one : references)
        if (one.isTo(instance, frame)) {
            object.filmUids << one.sopInstanceUid;
            object.checksums << one.checksum;
        }
    return belongingOf(object, instance, checksum);
}

QString ObjectFacts::writtenBy() const
{
    // A model is often named after who makes it.
    const bool namesMaker = equipment.model.startsWith(equipment.manufacturer, Qt::CaseInsensitive);
    QStringList words{equipment.model, namesMaker ? QString() : equipment.manufacturer};
    words.removeAll(QString());
    QString text = words.join(u" of "_s);
    if (!text.isEmpty() && !equipment.versions.isEmpty())
        text += u", version %1"_s.arg(equipment.versions.front());
    return text;
}

std::vector<ObjectReference> referencesIn(const ItemReader& item, quint32 sequence)
{
    std::vector<ObjectReference> references;
    for (const ItemReader& child : item.items(sequence))
        if (auto reference = referenceIn(child))
            references.push_back(*std::move(reference));
    return references;
}

ObjectFacts factsOf(const ItemReader& dataset)
{
    ObjectFacts facts;
    facts.sopClassUid = dataset.text(0x00080016);
    facts.sopInstanceUid = dataset.text(0x00080018);
    facts.studyInstanceUid = dataset.text(0x0020000D);
    facts.patientId = dataset.text(0x00100020);
    facts.patientName = dataset.text(0x00100010);
    facts.patientBirthDate = dateWords(dataset.text(0x00100030));
    facts.made = madeIn(dataset);
    facts.description = dataset.text(0x00700081);
    if (facts.description.isEmpty())
        facts.description = dataset.text(0x0008103E);
    facts.equipment = equipmentIn(dataset);
    for (const ItemReader& contributor : dataset.items(0x0018A001))
        facts.contributors.push_back(equipmentIn(contributor));
    collect(dataset, facts.references);
    return facts;
}

} // namespace ccad::results
