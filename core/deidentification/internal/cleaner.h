// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/attribute_actions.h"
#include "core/imaging/dicom/data_element.h"
#include "core/deidentification/internal/free_text.h"
#include "core/deidentification/pseudonyms.h"
#include "core/imaging/dicom/tag_values.h"

#include <map>

namespace ccad {

/// What the cleaning of one object goes by.
struct CleaningPlan
{
    const ActionTable* table = nullptr;
    DeidOptions options;
    const Pseudonyms* pseudonyms = nullptr;
    QByteArray sopClass;
    QByteArray patient; ///< see patientIdentity()
};

/// What tells one patient from others, by which pseudonym and days are made: the Patient ID with
/// its issuer, or else name and birth date, or else the study's UID.
[[nodiscard]] QByteArray patientIdentity(const DataItem& dataset);

/// Gathers the words of an object that identify somebody, from attributes that are not kept.
[[nodiscard]] IdentityWords gatherIdentity(const DataItem& dataset, const CleaningPlan& plan);

/// Is it a UID that the standard gives to everybody?
[[nodiscard]] bool isWellKnownUid(const QByteArray& uid);

/// Does to every element of an object, nested ones included, what the table says.
class Cleaner
{
public:
    Cleaner(const CleaningPlan& plan, const IdentityWords& words);

    void clean(DataItem& dataset);
    /// UIDs and what they became.
    [[nodiscard]] const std::map<QByteArray, QByteArray>& replacedUids() const { return m_uids; }
    /// The values that an option kept as they were, in small letters.
    [[nodiscard]] const std::vector<QByteArray>& keptValues() const { return m_kept; }

private:
    /// What happens to text that the table does not list.
    enum class TextRule
    {
        Screened, ///< stays unless it tells who it is about
        Cleaned, ///< its harmless words stay
        Replaced, ///< none stays
        Kept, ///< all of it stays, within what an option keeps
    };
    struct Scope
    {
        const imaging::TextDecoder& decoder;
        TextRule rule = TextRule::Screened;
        bool isNested = false;
    };
    /// What the elements of an item say of each other, before any is changed.
    struct Neighbours
    {
        explicit Neighbours(const DataItem& item);
        /// Of the block that a private element lies in: "GEMS_ACQU_01".
        [[nodiscard]] QByteArray creatorOf(quint32 tag) const;

        std::map<quint32, QByteArray> creators; ///< by their own tags
        bool isPublicCode = false; ///< a code of a scheme whose words are the same for everybody
    };

    void nameVr(DataElement& element) const;
    // Each is false where the element has to go.
    bool apply(DataElement& element, const Neighbours& around, const Scope& scope);
    bool empty(DataElement& element, const Scope& scope);
    bool dummy(DataElement& element, const Scope& scope);
    bool cleanValue(DataElement& element, const Scope& scope);
    bool screen(DataElement& element, const Neighbours& around, const Scope& scope);
    bool screenText(DataElement& element, const Neighbours& around, const Scope& scope);
    bool screenBulk(DataElement& element, const Scope& scope);

    void cleanItem(DataItem& item, const Scope& scope);
    void cleanItems(DataElement& sequence, const Scope& scope, TextRule rule);
    void cleanPrivate(DataItem& item) const;
    bool keep(DataElement& element, const Scope& scope);
    void replaceUids(DataElement& element);
    void setText(DataElement& element, const QString& text);
    [[nodiscard]] QByteArray newUid(const QByteArray& uid);

    CleaningPlan m_plan;
    const IdentityWords& m_words;
    int m_days;
    std::map<QByteArray, QByteArray> m_uids;
    std::vector<QByteArray> m_kept;
};

} // namespace ccad
