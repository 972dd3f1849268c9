// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/overlay/contours.h"
#include "core/results/film_source.h"
#include "core/results/internal/dicom_values.h"

namespace ccad::results {

/// How a content item belongs to the one above it (PS3.3 C.17.3.2.4).
enum class Relation
{
    Contains,
    ConceptModifier,
    ObservationContext,
    AcquisitionContext,
    SelectedFrom
};

/// Adds content items to a data set or an item, in the order of the calls. Values that DICOM takes
/// none of, such as an empty text, add nothing.
class ContentWriter
{
public:
    explicit ContentWriter(ValueWriter& parent) : m_parent(parent) { }

    void text(Relation relation, const Code& name, const QString& value);
    void code(Relation relation, const Code& name, const Code& value);
    void uid(Relation relation, const Code& name, const QString& value);
    void personName(Relation relation, const Code& name, const QString& value);
    void date(Relation relation, const Code& name, const QDate& value);
    /// `value` in the decimal form that is written: at most 16 characters.
    void number(Relation relation, const Code& name, const QString& value, const Code& unit)
    {
        number(relation, name, value, unit, [](ContentWriter&) {});
    }
    /// `fill` takes a ContentWriter for what is said of the number.
    template <typename Fill>
    void number(Relation relation, const Code& name, const QString& value, const Code& unit,
                Fill fill)
    {
        add(relation, "NUM", name, [&](ValueWriter& item) {
            beNumber(item, value, unit);
            ContentWriter inner(item);
            fill(inner);
        });
    }
    /// A closed outline on the film, with the film as the image that it was selected from.
    void outline(const Code& name, const ContourLine& outline, const FilmSource& film);
    /// The film. `fill` takes a ContentWriter for what is said of it.
    template <typename Fill> void image(Relation relation, const FilmSource& film, Fill fill)
    {
        m_parent.addItem(DCM_ContentSequence, [&](ValueWriter& item) {
            begin(item, relation, "IMAGE", {});
            refer(item, film);
            ContentWriter inner(item);
            fill(inner);
        });
    }
    /// A container; `fill` takes a ContentWriter. `templateId`: "1410", or nullptr.
    template <typename Fill> void container(const Code& name, const char* templateId, Fill fill)
    {
        m_parent.addItem(DCM_ContentSequence, [&](ValueWriter& item) {
            begin(item, Relation::Contains, "CONTAINER", name);
            beContainer(item, templateId);
            ContentWriter inner(item);
            fill(inner);
        });
    }

    /// What a container has beside its name: Continuity of Content, and its template.
    static void beContainer(ValueWriter& item, const char* templateId);

private:
    static void begin(ValueWriter& item, Relation relation, const char* valueType,
                      const Code& name);
    static void beNumber(ValueWriter& item, const QString& value, const Code& unit);
    static void refer(ValueWriter& item, const FilmSource& film);
    template <typename Fill>
    void add(Relation relation, const char* valueType, const Code& name, Fill fill)
    {
        m_parent.addItem(DCM_ContentSequence, [&](ValueWriter& item) {
            begin(item, relation, valueType, name);
            fill(item);
        });
    }

    ValueWriter& m_parent;
};

} // namespace ccad::results
